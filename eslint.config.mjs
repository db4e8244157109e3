import tseslint from 'typescript-eslint';
import unicorn from 'eslint-plugin-unicorn';
import { importLaw } from './tools/lint/import-law.mjs';

const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name the export; default exports lose their name at the import.',
};

/** Process 0 is one's own process group. */
const noProcessZero = {
  selector:
    "LogicalExpression[operator='??'][right.value=0]:matches([left.name=/pid$/i], [left.property.name=/pid$/i], [left.expression.property.name=/pid$/i])",
  message: 'A signal to 0 ends the whole test run; use realPid of test/fixtures/real-pid.ts.',
};

/** Radix disables a button while it loads, and with that takes the focus from whoever pressed it by keys. */
const noLoadingButton = {
  selector: "JSXOpeningElement[name.name='Button'] > JSXAttribute[name.name='loading']",
  message: 'Use ActionButton of src/renderer/shell/action-button.tsx, which keeps the focus.',
};
const noPendingDisabled = {
  selector: "JSXAttribute[name.name='disabled'] MemberExpression[property.name='pending']",
  message: 'What is disabled gives up the focus: ignore the press while it is at work, and say aria-disabled.',
};

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', '.cache', 'resources', '**/*.d.ts'] },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}', '*.config.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: ['./tsconfig.node.json', './tsconfig.renderer.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@typescript-eslint': tseslint.plugin, unicorn, parley: { rules: { 'import-law': importLaw } } },
    rules: {
      ...typed,
      'parley/import-law': 'error',
      'unicorn/filename-case': ['error', { case: 'kebabCase' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', noDefaultExport],
    },
  },
  {
    files: ['src/renderer/**'],
    ignores: ['src/renderer/shell/action-button.tsx'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noLoadingButton, noPendingDisabled] },
  },
  { files: ['test/**'], rules: { 'no-restricted-syntax': ['error', noDefaultExport, noProcessZero] } },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['test/bench/**', 'test/**/*.script.ts'], rules: { 'no-console': 'off' } },
);
