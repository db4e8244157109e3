/**
 * Who the assistant is in the next turn: the settings' assistant, changed by the chosen profile.
 *
 * Path: settings -> here -> the agent's assignment, and an order when it changes in mid-talk.
 * Always: a profile that is not there changes nothing; what a profile leaves out is the assistant's own. Pure.
 * Source: REQUIREMENTS V17.
 */
import { AssistantSettings } from '../../contract/index.ts';
import type { Persona, Settings } from '../../contract/index.ts';

const defaultName = AssistantSettings.parse({}).name;

/** The assistant's name in a room. */
export function assistantName(settings: Settings): string {
  return traitsOf(settings).name;
}

/** What the agent follows from its next turn on. */
export function decidePersona(settings: Settings): Persona {
  const traits = traitsOf(settings);
  const { language, voice, temperature, interruptionSensitivity, endOfTurnPatience } = traits;
  const servers = profileOf(settings)?.servers ?? null;
  const instructions = [traits.instructions, nameWords(traits.name), languageWords(traits.language)]
    .filter((words) => words !== '')
    .join('\n');
  return { instructions, language, voice, temperature, interruptionSensitivity, endOfTurnPatience, servers };
}

/** What is said aloud when the first person joins a new talk, or ''. */
export const greetingOf = (settings: Settings): string => traitsOf(settings).greeting.trim();

function profileOf({ talk, profiles }: Settings): Settings['profiles'][string] | undefined {
  const { profile } = talk;
  return profile !== null && Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
}

function traitsOf(settings: Settings): AssistantSettings {
  const given = Object.entries(profileOf(settings) ?? {}).filter(
    ([key, value]) => key !== 'servers' && value !== undefined,
  );
  return { ...settings.assistant, ...Object.fromEntries(given) };
}

const nameWords = (name: string): string => (name === defaultName ? '' : `Your name is ${name}.`);

const languageWords = (language: string | null): string =>
  language === null
    ? ''
    : `Always answer in the language with the tag "${language}", whatever language is spoken to you.`;
