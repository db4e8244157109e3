/**
 * The printed table of a run. Pure.
 */
import type { Row } from './gate.ts';

const titles = ['id', 'time our app adds', 'ours', 'peer', 'ratio [95 %]', 'gate', ''];

export function toTable(rows: readonly Row[]): string {
  const lines = rows.map(toCells);
  const widths = titles.map((title, column) =>
    Math.max(...[titles, ...lines].map((cells) => length(cells[column] ?? title))),
  );
  const print = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - length(cell)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [print(titles), rule, ...lines.map(print)].join('\n');
}

/** The same as Markdown, without what is only for a terminal. */
export function toMarkdown(rows: readonly Row[]): string {
  const print = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = [...titles.slice(0, -1), 'met'];
  const body = rows.map((row) => [...toCells(row).slice(0, -1), row.passed ? 'yes' : '**no**']);
  return [print(head), print(head.map(() => '---')), ...body.map(print)].join('\n');
}

function toCells(row: Row): string[] {
  const ratio = row.ratio;
  return [
    row.id,
    row.what,
    toFigure(row.ours, row.unit),
    row.peerName === '' ? '–' : `${toFigure(row.peer, row.unit)} (${row.peerName})`,
    ratio ? `${ratio.value.toFixed(2)} [${ratio.low.toFixed(2)}, ${ratio.high.toFixed(2)}]` : '',
    row.gate,
    row.failure ? `not measured: ${row.failure}` : row.passed ? 'pass' : 'FAIL',
  ];
}

function toFigure(value: number | null, unit: Row['unit']): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
    case 'MB':
      return `${value.toFixed(0)} MB`;
    case '%':
      return `${(value * 100).toFixed(0)} %`;
    case 'count':
      return value.toFixed(0);
  }
}

const length = (text: string): number => [...text].length;
