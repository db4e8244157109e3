/**
 * A conversation as a text to keep or to hand on.
 *
 * Path: conversations.ts -> here. Pure. Always: what was said cannot make links, pictures or HTML in the Markdown, nor steer a
 * terminal that shows it.
 */
import type { ExportFormat, Turn } from '../../contract/index.ts';
import type { ConversationWithTurns } from '../ports.ts';

/** The text, its kind, and a file name for it. */
export function exportConversation(
  kept: ConversationWithTurns,
  format: ExportFormat,
): { fileName: string; mediaType: string; text: string } {
  const { startedAtMs, title } = kept.conversation;
  const stem = ['parley', dayOf(startedAtMs), timeOf(startedAtMs).replace(':', ''), slugOf(title)];
  const name = stem.filter((part) => part !== '').join('-');
  if (format === 'json') {
    const { conversation, turns } = kept;
    const text = `${JSON.stringify({ conversation, turns }, null, 2)}\n`;
    return { fileName: `${name}.json`, mediaType: 'application/json', text };
  }
  return { fileName: `${name}.md`, mediaType: 'text/markdown', text: toMarkdown(kept) };
}

function toMarkdown({ conversation, turns }: ConversationWithTurns): string {
  const { title, room, startedAtMs, endedAtMs } = conversation;
  const when = `${dayOf(startedAtMs)}, ${timeOf(startedAtMs)} to ${timeOf(endedAtMs)}`;
  const head = [`# ${plain(title) || 'Conversation'}`, `${when}, room ${plain(room)}`];
  return `${[...head, ...turns.map(toParagraph)].join('\n\n')}\n`;
}

function toParagraph({ speaker, text, startedAtMs, interrupted }: Turn): string {
  const note = interrupted ? ' _(interrupted)_' : '';
  return `**${plain(speaker.name)}** (${timeOf(startedAtMs)}): ${plain(text)}${note}`;
}

/** One paragraph of plain words. */
function plain(text: string): string {
  return (
    text
      .replaceAll(/\s+/g, ' ')
      .trim()
      // Joiners are part of many scripts, and of pictures.
      .replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '')
      .replaceAll(/[\\`*_[\]<>|]/g, (mark) => `\\${mark}`)
  );
}

const two = (part: number): string => String(part).padStart(2, '0');

/** The owner's own day and time. */
function dayOf(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function timeOf(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

function slugOf(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 6).join('-').slice(0, 40);
}
