#!/usr/bin/env node
// TypeScript runs as it is: tsx is registered, then the command line is loaded.
import { register } from 'tsx/esm/api';

register();
const { runCommandLine } = await import('../server/cli.ts');
await runCommandLine(process.argv);
