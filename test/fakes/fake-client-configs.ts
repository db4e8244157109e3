/**
 * Configurations of other programs by hand.
 */
import { AppError } from '../../src/contract/index.ts';
import type { ClientName } from '../../src/contract/index.ts';
import type { ClientConfigs } from '../../src/core/ports.ts';

export class FakeClientConfigs implements ClientConfigs {
  readonly texts = new Map<ClientName, string>();

  async find(): Promise<{ client: ClientName; file: string }[]> {
    return [...this.texts.keys()].map((client) => ({ client, file: `/home/ada/${client}.json` }));
  }

  async read(client: ClientName): Promise<{ file: string; text: string }> {
    const text = this.texts.get(client);
    if (text === undefined) throw new AppError('import/nothing-found', `No configuration of ${client} was found.`);
    return { file: `/home/ada/${client}.json`, text };
  }
}
