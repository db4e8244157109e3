/**
 * States of the desktop's windows that differ from a browser's tab: the bar, the conversation beside the hidden voice window,
 * and the settings window.
 */
import { aServer, aStatus, aTalk, anApproval, aTurn } from './things.ts';
import { Settings } from '../../src/contract/index.ts';
import type { Script } from './fixture-bridge.ts';
import type { Scenario } from './scenarios.ts';
import type { AgentState, Turn } from '../../src/contract/index.ts';

const longAnswer =
  'There are two files in the sample folder, notes.md and budget.csv, and a folder called photos with eleven pictures ' +
  'of a garden. The notes say bread, olives and two lemons.';

const longArabic = 'يوجد ملفان في المجلد، ومجلد آخر فيه صور من الحديقة. تقول الملاحظات: خبز وزيتون وليمونتان.';

const asked = aTurn(1, 'person', 'What is in the sample folder?');

export function desktopScenarios(script: (change?: Partial<Script>) => Script): Readonly<Record<string, Scenario>> {
  const bar = (state: AgentState, turns: readonly Turn[]): Scenario => ({
    hash: '',
    part: 'bar',
    beside: 'voice-talking',
    size: { width: 360, height: 64 },
    shows: `role=status[name="Assistant state"] >> text=${state}`,
    script: script({
      states: {
        'talk.changed': aTalk({ agent: { state, pid: 1 }, mode: 'push-to-talk', floor: 'owner-1' }),
        'talk.turnChanged': [...turns],
      },
    }),
  });
  const servers = [aServer('filesystem'), aServer('calendar', { tools: 2 })];
  const settings = (change: Partial<Script> = {}): Script =>
    script({
      ...change,
      states: {
        'settings.changed': Settings.parse({}),
        'status.changed': aStatus({ mcp: servers }),
        'mcp.serversChanged': servers,
        ...change.states,
      },
    });
  const withoutTalk = 'nav[aria-label="Main"]:not(:has-text("Talk"))';
  return {
    /** Nobody sees it: the others stand beside it. */
    'voice-talking': { hash: '', part: 'voice', joined: true, shows: 'css=#root', script: script() },
    'bar-starting': bar('starting', []),
    'bar-listening': bar('listening', [aTurn(1, 'person', 'What is in the sample', { final: false })]),
    'bar-thinking': bar('thinking', [asked]),
    'bar-speaking': bar('speaking', [asked, aTurn(2, 'assistant', longAnswer, { final: false })]),
    'bar-right-to-left': bar('speaking', [asked, aTurn(2, 'assistant', longArabic)]),
    'window-talking': {
      hash: '#/talk',
      part: 'window',
      beside: 'voice-talking',
      shows: 'role=button[name="Leave"]',
      script: script({
        states: { 'talk.changed': aTalk({ agent: { state: 'listening', pid: 1 }, floor: 'owner-1' }) },
      }),
    },
    'window-without-voice': {
      hash: '#/talk',
      part: 'window',
      presses: ['role=button[name="Join"]'],
      shows: 'role=alert >> text=The part of Parley that speaks and listens has stopped.',
      script: script(),
    },
    'settings-window': {
      hash: '#/settings/general',
      part: 'settings',
      shows: `${withoutTalk} >> text=Settings`,
      script: settings(),
    },
    'settings-window-approval': {
      hash: '#/servers',
      part: 'settings',
      shows: 'role=alertdialog[name="Approval"] >> text=write_file',
      script: settings({ states: { 'approvals.changed': [anApproval()] } }),
    },
  };
}
