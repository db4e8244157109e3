/**
 * Every state of the log, the settings, sharing and joining under axe; the rest is in accessibility.test.ts, beside it.
 */
import { scenarioNames } from '../../renderer/scenario-names.ts';
import { findNothingIn, isTalkOrServers } from './axe-states.ts';

findNothingIn(scenarioNames.filter((name) => !isTalkOrServers(name)));
