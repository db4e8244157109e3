/**
 * Entry of the fixture page: the real page in the state that `?state=` names, on a scripted bridge and a fake room.
 *
 * `?part=` makes it one of the desktop's windows, whatever the state says: `voice`, `window` (beside that), `settings`, `bar`.
 */
import '../../../src/renderer/zod-jitless.ts';
import '../../../src/renderer/theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, BarApp, SettingsApp, VoiceApp } from '../../../src/renderer/app.tsx';
import { JoinApp } from '../../../src/renderer/join/join-app.tsx';
import { createKeptSession } from '../../../src/renderer/join/kept-session.ts';
import { Visit } from '../../../src/renderer/join/visit.ts';
import { startLanguage } from '../../../src/renderer/locales/language.ts';
import { createRemoteVoice, createVoice } from '../../../src/renderer/voice/create-voice.ts';
import { keepTalk } from '../../../src/renderer/voice/kept-talk.ts';
import { serveVoice } from '../../../src/renderer/voice/serve-voice.ts';
import { FixtureBridge } from '../fixture-bridge.ts';
import { scenarios } from '../scenarios.ts';
import { createFakeRooms } from './fake-room.ts';
import type { ReactNode } from 'react';
import type { DeviceEnd } from '../../../src/contract/index.ts';
import type { PageVoice } from '../../../src/renderer/voice/page-voice.ts';
import type { FakeRoom } from './fake-room.ts';
import type { ScriptedVisit } from '../scenarios.ts';

declare global {
  interface Window {
    fixture: {
      readonly bridge: FixtureBridge;
      readonly voice: PageVoice;
      readonly rooms: readonly FakeRoom[];
      /** What the link was redeemed with, as code and name. */
      readonly redeemed: (readonly [string, string])[];
      /** Ends the visit as the host does. */
      endVisit(end: DeviceEnd): void;
    };
  }
}

const asked = new URLSearchParams(window.location.search);
const name = asked.get('state') ?? 'talk-working';
const scenario = scenarios[name];
const root = document.getElementById('root');
if (!scenario || !root) throw new Error(`There is no state named ${name}.`);
const part = asked.get('part') ?? scenario.part ?? null;
if (window.location.hash === '' && part !== 'voice') window.location.hash = scenario.hash;
startLanguage();
const bridge = new FixtureBridge(scenario.script);
const { openRoom, rooms } = createFakeRooms();
const voice = createVoice(bridge, window, {
  openRoom,
  speaks: scenario.visit?.role !== 'listen',
  ownMode: scenario.visit !== undefined && scenario.visit.role !== 'owner',
});
window.fixture = { bridge, voice, rooms, redeemed: [], endVisit: () => undefined };

function openVisit(scripted: ScriptedVisit): Visit {
  return new Visit({
    code: scripted.code,
    session: { ...createKeptSession(window), ...(scripted.session && { read: () => scripted.session }) },
    redeem(request) {
      window.fixture.redeemed.push([request.code, request.name]);
      return scripted.redeem(request);
    },
    connect(_session, onEnded) {
      window.fixture.endVisit = onEnded;
      return { bridge, voice, close: () => voice.leave() };
    },
    wakeSound: () => undefined,
  });
}

function openPart(): ReactNode {
  if (scenario?.visit) return <JoinApp visit={openVisit(scenario.visit)} />;
  if (part === 'bar') return <BarApp bridge={bridge} />;
  if (part === 'window') return <App bridge={bridge} voice={createRemoteVoice(bridge, window)} />;
  if (part === 'settings') return <SettingsApp bridge={bridge} voice={createRemoteVoice(bridge, window)} />;
  if (part !== 'voice') return <App bridge={bridge} voice={voice} />;
  keepTalk(voice, window);
  void serveVoice(voice, window.navigator.locks);
  return <VoiceApp voice={voice} />;
}

createRoot(root).render(<StrictMode>{openPart()}</StrictMode>);
if (scenario.joined && asked.get('part') === null) voice.join();
