/**
 * Entry of the fixture page: the real page in the state that `?state=` names, on a scripted bridge and a fake room.
 */
import '../../../src/renderer/zod-jitless.ts';
import '../../../src/renderer/theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../../src/renderer/app.tsx';
import { startLanguage } from '../../../src/renderer/locales/language.ts';
import { createVoice } from '../../../src/renderer/voice/create-voice.ts';
import { FixtureBridge } from '../fixture-bridge.ts';
import { scenarios } from '../scenarios.ts';
import { createFakeRooms } from './fake-room.ts';
import type { FakeRoom } from './fake-room.ts';
import type { Voice } from '../../../src/renderer/voice/voice.ts';

declare global {
  interface Window {
    fixture: { readonly bridge: FixtureBridge; readonly voice: Voice; readonly rooms: readonly FakeRoom[] };
  }
}

const name = new URLSearchParams(window.location.search).get('state') ?? 'talk-working';
const scenario = scenarios[name];
const root = document.getElementById('root');
if (!scenario || !root) throw new Error(`There is no state named ${name}.`);
if (window.location.hash === '') window.location.hash = scenario.hash;
startLanguage();
const bridge = new FixtureBridge(scenario.script);
const { openRoom, rooms } = createFakeRooms();
const voice = createVoice(bridge, window, openRoom);
window.fixture = { bridge, voice, rooms };
createRoot(root).render(
  <StrictMode>
    <App bridge={bridge} voice={voice} />
  </StrictMode>,
);
if (scenario.joined) voice.join();
