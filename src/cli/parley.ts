#!/usr/bin/env node
/**
 * Entry of the `parley` program.
 */
import path from 'node:path';
import { locateInstallation } from '../app/installation.ts';
import { CommandLine } from './command-line.ts';
import { createProcessTerminal, flushOutput, silenceExperimentalWarnings } from './process-terminal.ts';
import { runProgram } from './program.ts';
import { createStarters } from './starters.ts';

silenceExperimentalWarnings();
// This file is built to out/node/parley.js.
const installation = locateInstallation(path.resolve(import.meta.dirname, '..'));
const line = new CommandLine(createProcessTerminal(), createStarters(installation), process.env);
const code = await runProgram(process.argv.slice(2), line, installation.version);
await flushOutput();
process.exit(code);
