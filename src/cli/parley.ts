#!/usr/bin/env node
/**
 * Entry of the `parley` program.
 */
import { CommandLine } from './command-line.ts';
import { createProcessTerminal, flushOutput } from './process-terminal.ts';
import { runProgram } from './program.ts';
import { locateInstallation } from './programs.ts';
import { createStarters } from './starters.ts';

const line = new CommandLine(createProcessTerminal(), createStarters(import.meta.url), process.env);
const code = await runProgram(process.argv.slice(2), line, locateInstallation(import.meta.url).version);
await flushOutput();
process.exit(code);
