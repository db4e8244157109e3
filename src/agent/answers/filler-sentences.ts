/**
 * The sentences that fill a silence, in the languages in which the assistant may be asked to answer.
 *
 * Path: filler-words.ts -> here.
 * Always: whoever is asked for two commands is understood when they say these (turns/spoken-approval.ts): their own language's,
 * or the English ones, which always count. No command holds the other one, so that a lost word turns no answer around.
 */
export interface FillerSentences {
  readonly working: string;
  /** The owner may answer aloud. */
  readonly ask: (tool: string, server: string) => string;
  readonly askAgain: string;
  /** The owner has to look. */
  readonly show: (tool: string, server: string) => string;
  readonly showAgain: string;
}

const english: FillerSentences = {
  working: 'One moment, I am still on it.',
  ask: (tool, server) => `May I use ${tool} of ${server}? Say: allow it. Or: deny it.`,
  askAgain: 'I am still waiting. Say: allow it. Or: deny it.',
  show: (tool, server) => `I need your OK in the window, to use ${tool} of ${server}.`,
  showAgain: 'I am still waiting for your OK in the window.',
};

/** By the language of a tag, without script and region. */
const sentences: ReadonlyMap<string, FillerSentences> = new Map([
  ['en', english],
  [
    'de',
    {
      working: 'Einen Moment, ich bin noch dabei.',
      ask: (tool, server) => `Darf ich ${tool} von ${server} verwenden? Sag: erlaube es. Oder: lehne es ab.`,
      askAgain: 'Ich warte noch. Sag: erlaube es. Oder: lehne es ab.',
      show: (tool, server) => `Ich brauche dein OK im Fenster, um ${tool} von ${server} zu verwenden.`,
      showAgain: 'Ich warte noch auf dein OK im Fenster.',
    },
  ],
  [
    'fr',
    {
      working: 'Un instant, j’y travaille encore.',
      ask: (tool, server) =>
        `Puis-je utiliser ${tool} du serveur ${server} ? Dites : je l’autorise. Ou : je le refuse.`,
      askAgain: 'J’attends toujours. Dites : je l’autorise. Ou : je le refuse.',
      show: (tool, server) => `J’ai besoin de votre accord dans la fenêtre pour utiliser ${tool} du serveur ${server}.`,
      showAgain: 'J’attends toujours votre accord dans la fenêtre.',
    },
  ],
  [
    'es',
    {
      working: 'Un momento, sigo en ello.',
      ask: (tool, server) => `¿Puedo usar ${tool} de ${server}? Di: permítelo. O: recházalo.`,
      askAgain: 'Sigo esperando. Di: permítelo. O: recházalo.',
      show: (tool, server) => `Necesito tu permiso en la ventana para usar ${tool} de ${server}.`,
      showAgain: 'Sigo esperando tu permiso en la ventana.',
    },
  ],
  [
    'it',
    {
      working: 'Un momento, ci sto ancora lavorando.',
      ask: (tool, server) => `Posso usare ${tool} di ${server}? Rispondi: lo autorizzo. Oppure: lo rifiuto.`,
      askAgain: 'Sto ancora aspettando. Rispondi: lo autorizzo. Oppure: lo rifiuto.',
      show: (tool, server) => `Mi serve il tuo OK nella finestra per usare ${tool} di ${server}.`,
      showAgain: 'Sto ancora aspettando il tuo OK nella finestra.',
    },
  ],
  [
    'pt',
    {
      working: 'Um momento, ainda não terminei.',
      ask: (tool, server) => `Posso usar ${tool} de ${server}? Diga: autorize isso. Ou: recuse isso.`,
      askAgain: 'Continuo à espera. Diga: autorize isso. Ou: recuse isso.',
      show: (tool, server) => `Preciso do seu OK na janela para usar ${tool} de ${server}.`,
      showAgain: 'Continuo à espera do seu OK na janela.',
    },
  ],
  [
    'nl',
    {
      working: 'Een moment, ik ben er nog mee bezig.',
      ask: (tool, server) => `Mag ik ${tool} van ${server} gebruiken? Zeg: sta het toe. Of: weiger het.`,
      askAgain: 'Ik wacht nog. Zeg: sta het toe. Of: weiger het.',
      show: (tool, server) => `Ik heb je akkoord in het venster nodig om ${tool} van ${server} te gebruiken.`,
      showAgain: 'Ik wacht nog op je akkoord in het venster.',
    },
  ],
  ['ja', { ...english, working: '少々お待ちください。まだ作業中です。' }],
  ['zh', { ...english, working: '请稍等，我还在处理。' }],
  ['ko', { ...english, working: '잠시만 기다려 주세요. 아직 처리 중입니다.' }],
]);

/** `language`: a tag such as `de` or `pt-BR`; null, or one that is not here: English. */
export function fillerSentences(language: string | null): FillerSentences {
  return sentences.get(language?.split('-')[0]?.toLowerCase() ?? '') ?? english;
}
