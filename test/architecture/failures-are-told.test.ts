/**
 * A failure in the windows is shown by the one file whose components tell it to screen readers: the class names alone, which
 * only look like it, are refused everywhere else.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const renderer = path.resolve(import.meta.dirname, '../../src/renderer');
const itself = path.join('shell', 'failure.tsx');

/** The classes of failures in `source` that stand without the component. */
function bareClasses(source: string): string[] {
  const attributes = source.match(/className=(?:"[^"]*"|\{(?:[^{}]|\{[^}]*\})*\})/g) ?? [];
  return attributes.filter((given) => /["'`\s](?:failure|problem(?:-mark|-wide)?|call-error)["'`\s]/.test(given));
}

it('refuses planted ones', () => {
  const planted = ['className="problem"', "className={bad ? 'failure' : 'quiet'}", 'className={`problem-wide ${x}`}'];
  expect(planted.flatMap((attribute) => bareClasses(`<p ${attribute}>words</p>`))).toEqual(planted);
  expect(bareClasses('<p className="failed-part" /> <Failure>{problem.message}</Failure>')).toEqual([]);
});

it('[D5] every failure of the windows is told: Failure or ProblemBox of shell/failure.tsx shows it', () => {
  const files = globSync('**/*.tsx', { cwd: renderer }).filter((file) => file !== itself);
  const bare = files.flatMap((file) =>
    bareClasses(readFileSync(path.join(renderer, file), 'utf8')).map((given) => `${file}: ${given}`),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(bare).toEqual([]);
});
