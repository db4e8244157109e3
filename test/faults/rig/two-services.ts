/**
 * Two simulated services: one for Realtime, which can be killed and brought back at its address, one for the three stages.
 *
 * Always: what was drawn, said or sung is in the sentences; a killed service keeps no socket and refuses connections.
 */
import { createProvider } from '../../../src/demo/create-provider.ts';
import type { Provider, ProviderOptions } from '../../../src/demo/create-provider.ts';
import type { ProviderLog } from '../../../src/demo/provider-log.ts';
import { createVoice } from '../../../src/demo/speaking/voice.ts';

export class Service {
  readonly #options: ProviderOptions & { readonly port: number; readonly key: string };
  #provider: Provider | null;
  #log: ProviderLog;

  private constructor(provider: Provider, options: ProviderOptions) {
    this.#provider = provider;
    this.#log = provider.log;
    this.#options = { ...options, key: provider.key, port: Number(new URL(provider.url).port) };
  }

  static async start(options: ProviderOptions): Promise<Service> {
    return new Service(await createProvider(options), options);
  }

  /** @throws while it is killed */
  get provider(): Provider {
    if (!this.#provider) throw new Error('The service is down.');
    return this.#provider;
  }

  /** Every socket is torn down; nothing listens any more. */
  async kill(): Promise<void> {
    const provider = this.#provider;
    this.#provider = null;
    await provider?.close();
  }

  /** Of the present or the last one. */
  get log(): ProviderLog {
    return this.#log;
  }

  async bringBack(): Promise<void> {
    this.#provider ??= await createProvider(this.#options);
    this.#log = this.#provider.log;
  }
}

export interface TwoServices {
  readonly realtime: Service;
  readonly stages: Service;
  readonly logs: readonly { readonly name: string; readonly log: ProviderLog }[];
  close(): Promise<void>;
}

export async function startTwoServices(options: ProviderOptions): Promise<TwoServices> {
  const voice = await createVoice();
  const realtime = await Service.start({ ...options, voice });
  const stages = await Service.start({ ...options, voice });
  return {
    realtime,
    stages,
    get logs() {
      return [
        { name: 'realtime', log: realtime.log },
        { name: 'stages', log: stages.log },
      ];
    },
    close: async () => {
      await Promise.all([realtime.kill(), stages.kill()]);
      voice.close();
    },
  };
}
