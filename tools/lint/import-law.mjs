/**
 * ESLint rule: every import of a file in src must be allowed by layers.mjs.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { layers, rightPlace } from './layers.mjs';

const src = path.resolve(import.meta.dirname, '../../src');
const builtins = new Set(builtinModules);

/** Why `specifier` may not be imported by `file` (both absolute or as written), or null. */
export function findViolation(file, specifier, root = src) {
  const inside = path.relative(root, file).split(path.sep).join('/');
  if (inside.startsWith('..') || !inside.includes('/')) return null;
  const [top, second] = inside.split('/');
  const rule = layers[`${top}/${second}`] ?? layers[top];
  if (!rule) return `src/${top} is not a layer; add it to tools/lint/layers.mjs with a reason in an ADR.`;
  const problem = specifier.startsWith('.')
    ? relativeProblem(rule, root, file, specifier, top === 'adapters' ? `${top}/${second}` : top)
    : packageProblem(rule, specifier);
  return problem && `${top} may not import ${problem}. ${rightPlace[top]}`;
}

function relativeProblem(rule, root, file, specifier, own) {
  const target = path
    .relative(root, path.resolve(path.dirname(file), specifier))
    .split(path.sep)
    .join('/');
  if (target.startsWith('..')) return `"${specifier}" outside src`;
  const allowed = [own, ...rule.layers];
  const fits = allowed.some(
    (place) => target === place || target.startsWith(`${place}/`) || target.replace(/\.tsx?$/, '') === place,
  );
  return fits ? null : `src/${target}`;
}

function packageProblem(rule, specifier) {
  const builtin = specifier.startsWith('node:') || builtins.has(specifier);
  if (builtin) return rule.node ? null : `the Node built-in ${specifier}`;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return rule.packages.includes(name) ? null : `the package ${name}`;
}

export const importLaw = {
  meta: { type: 'problem', schema: [], messages: { law: '{{why}}' } },
  create(context) {
    const check = (node) => {
      const source = node.source;
      if (typeof source?.value !== 'string') return;
      const why = findViolation(context.filename, source.value);
      if (why) context.report({ node: source, messageId: 'law', data: { why } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
