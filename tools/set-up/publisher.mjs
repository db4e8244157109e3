/**
 * Whether the packages name somebody: who maintains them and where their home page is, in electron-builder.yml.
 */

/** What to say of the configuration as long as nobody is named; `.invalid` is reserved for what cannot be reached. @param {string} config */
export function publisherAdvice(config) {
  if (!/\.invalid\b/.test(config)) return null;
  return 'These packages name nobody who can be reached. Before you publish them, put your name, your address and your home page into electron-builder.yml: linux.maintainer and extraMetadata.homepage.';
}
