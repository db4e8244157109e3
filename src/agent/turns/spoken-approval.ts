/**
 * The owner's spoken word on a call that waits for approval. Pure.
 *
 * Path: talk-session knows a turn's words -> here -> `agent.approvalSpoken`.
 * Always: only a whole turn that is one of a few explicit phrases counts; a mere "yes", which any sound nearby may say, allows
 * nothing, while a mere "no" denies.
 */
type Spoken = 'once' | 'deny';

/** Without punctuation and accents, lower case. */
const phrases: Readonly<Record<Spoken, readonly string[]>> = {
  once: [
    ...['allow', 'allow it', 'allow that', 'allow this', 'allow once', 'allow it once', 'i allow it', 'you may do it'],
    ...['approve', 'approve it', 'approve that', 'i approve', 'approved', 'go ahead', 'permission granted'],
    ...['erlauben', 'erlaube es', 'erlaube das', 'ich erlaube es', 'ich erlaube das', 'genehmigt', 'genehmigen'],
    ...['autorise', 'autorise le', 'je l autorise', 'j autorise', 'vas y'],
    ...['permitir', 'permitelo', 'lo permito', 'autorizar', 'autorizalo', 'adelante'],
    ...['consenti', 'lo consento', 'autorizza', 'autorizzalo', 'lo autorizzo'],
    ...['permita', 'eu permito', 'autorize', 'pode fazer'],
    ...['toestaan', 'sta het toe', 'ik sta het toe'],
  ],
  deny: [
    ...[
      'no',
      'deny',
      'deny it',
      'i deny it',
      'refuse',
      'do not',
      'do not allow it',
      'don t',
      'don t allow it',
      'don t do it',
    ],
    ...['nein', 'ablehnen', 'verbieten', 'nicht erlauben', 'ich erlaube es nicht'],
    ...['non', 'refuse le', 'je refuse', 'je l interdis'],
    ...['denegar', 'no lo permitas', 'no lo permito'],
    ...['nega', 'non consentire', 'non lo consento'],
    ...['nao', 'negar', 'nao permita'],
    ...['nee', 'weigeren', 'sta het niet toe'],
  ],
};

/** May stand before a phrase, and "please" after it. */
const leadIns = {
  once: /^(?:(?:yes|yeah|ok|okay|sure|ja|oui|si|sim|please|bitte) )+(?=\S)/,
  deny: /^(?:(?:no|nein|non|nao|nee|please|bitte) )+(?=\S)/,
} as const;
const please = / (?:please|bitte|s il te plait|s il vous plait|por favor|per favore|alstublieft)$/;

/** Null: the turn says something else. */
export function spokenApproval(text: string): Spoken | null {
  const words = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const says = (answer: Spoken): boolean =>
    phrases[answer].includes(words.replace(leadIns[answer], '').replace(please, ''));
  if (says('once')) return 'once';
  return says('deny') ? 'deny' : null;
}
