// Every recipe of docs/api.md is run as it stands there, against the server with the small demo.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { answerPattern, type Recipe, recipesOf } from './recipes.ts';

const recipes = recipesOf(readFileSync('docs/api.md', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'gridwright-recipes-'));

test.describe.configure({ mode: 'serial' });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('docs/api.md has recipes', () => {
  expect(recipes.length).toBeGreaterThan(20);
});

for (const recipe of recipes) {
  test(recipe.title, async ({ baseURL }) => {
    const { exitCode, stdout, stderr } = await run(recipe, baseURL!);
    expect(exitCode, `${recipe.script}\n${stdout}\n${stderr}`).toBe(0);
    if (recipe.answer !== undefined) expect(stdout).toMatch(answerPattern(recipe.answer));
  });
}

/** In one folder after the other, so that a recipe finds the files of those before it. */
function run({ language, script }: Recipe, baseUrl: string) {
  const text = script.replaceAll('http://127.0.0.1:8080', baseUrl);
  const [command, words] =
    language === 'sh' ? ['bash', ['-euo', 'pipefail', '-c', text]] : ['python3', ['-c', text]];
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(command as string, words as string[], { cwd: folder });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      output.stdout += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output.stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, ...output }));
  });
}
