/**
 * Writes the settings again and again until it is killed; prints the number of each finished write.
 */
import { settingsFormat } from '../../../src/core/settings/parse-settings.ts';
import { SettingsFile } from '../../../src/adapters/settings-file/settings-file.ts';

const [folder = '', from = '0'] = process.argv.slice(2);
const store = new SettingsFile({ folder, format: settingsFormat, logger: { log: () => undefined } });
for (let count = Number(from); ; count++) {
  const settings = store.read();
  const instructions = `${count} `.repeat(10_000);
  await store.write({ ...settings, assistant: { ...settings.assistant, name: String(count), instructions } });
  process.stdout.write(`${count}\n`);
}
