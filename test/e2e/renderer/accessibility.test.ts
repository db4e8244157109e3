/**
 * Every state of the talk and of the servers under axe; the other places are in accessibility-elsewhere.test.ts, beside it.
 */
import { scenarioNames } from '../../renderer/scenario-names.ts';
import { findNothingIn, isTalkOrServers } from './axe-states.ts';

findNothingIn(scenarioNames.filter(isTalkOrServers));
