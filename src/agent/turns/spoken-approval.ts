/**
 * The owner's spoken word on a call that waits for approval. Pure.
 *
 * Path: talk-session knows a turn's words -> here -> `agent.approvalSpoken`.
 * Always: only a whole turn that names what it does, "allow it" or "deny it", is an answer, and a plain "no" too; what is said a
 * hundred times a day ("yes", "go ahead") allows nothing, and is met by the question again.
 */
export type SpokenApproval = 'once' | 'deny' | 'unclear';

/**
 * Without punctuation and accents, lower case. English always counts: the Realtime model says it in every language.
 * Asked for in these words: answers/filler-sentences.ts.
 */
const phrases: Readonly<Record<SpokenApproval, readonly string[]>> = {
  once: [
    ...['allow it', 'allow this', 'allow that', 'allow once', 'allow it once', 'allow this once', 'i allow it'],
    ...['approve it', 'approve this', 'i approve it', 'permit it', 'i permit it'],
    ...['erlaube es', 'erlaub es', 'ich erlaube es', 'erlaube das', 'erlaub das'],
    ...['autorise le', 'autorisez le', 'je l autorise', 'permets le', 'permettez le'],
    ...['permitelo', 'permitalo', 'lo permito', 'autorizalo', 'autoricelo', 'lo autorizo'],
    ...['consentilo', 'lo consento', 'autorizzalo', 'lo autorizzo'],
    ...['permita isso', 'eu permito', 'autorize isso', 'eu autorizo'],
    ...['sta het toe', 'ik sta het toe'],
  ],
  deny: [
    ...['no', 'deny it', 'deny this', 'deny that', 'i deny it', 'refuse it', 'do not allow it', 'don t allow it'],
    ...['i do not allow it', 'i don t allow it', 'cancel it'],
    ...[
      'nein',
      'lehne es ab',
      'lehn es ab',
      'ich lehne es ab',
      'verbiete es',
      'erlaube es nicht',
      'ich erlaube es nicht',
    ],
    ...['non', 'refuse le', 'refusez le', 'je le refuse', 'je refuse'],
    ...['niegalo', 'lo niego', 'rechazalo', 'no lo permito', 'no lo permitas'],
    ...['rifiutalo', 'lo rifiuto', 'negalo', 'non lo consento'],
    ...['nao', 'negue isso', 'recuse isso', 'nao permita isso', 'eu nao permito'],
    ...['nee', 'weiger het', 'ik sta het niet toe'],
  ],
  unclear: [
    ...['yes', 'yeah', 'yep', 'ok', 'okay', 'sure', 'do it', 'go ahead', 'allow', 'approve', 'approved', 'deny'],
    ...['ja', 'klar', 'mach das', 'oui', 'd accord', 'vas y', 'si', 'vale', 'hazlo', 'adelante', 'va bene', 'fallo'],
    ...['sim', 'pode fazer', 'doe maar'],
  ],
};

const assent = /^(?:(?:yes|yeah|ok|okay|sure|ja|oui|si|sim|please|bitte) )+(?=\S)/;
const refusal = /^(?:(?:no|nein|non|nao|nee|please|bitte) )+(?=\S)/;

/** What may stand before a phrase. */
const leadIns: Readonly<Record<SpokenApproval, RegExp>> = { once: assent, deny: refusal, unclear: assent };

const politeness =
  / (?:please|thanks|thank you|bitte|danke|merci|gracias|grazie|s il te plait|s il vous plait|por favor|per favore|alstublieft)$/;

/** Null: the turn says something else. */
export function spokenApproval(text: string): SpokenApproval | null {
  const words = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  for (const answer of ['once', 'deny', 'unclear'] as const) {
    const phrase = words.replace(politeness, '');
    // "No, thanks" is a phrase by itself, and no lead-in.
    if ([phrase, phrase.replace(leadIns[answer], '')].some((said) => phrases[answer].includes(said))) return answer;
  }
  return null;
}
