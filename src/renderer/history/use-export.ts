import { useAction } from '../bridge/use-action.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ConversationId, ExportFormat, WireError } from '../../contract/index.ts';

/** Saves a conversation as a file, the way the browser saves files. */
export function useExport(id: ConversationId): {
  readonly pending: boolean;
  readonly error: WireError | null;
  run(format: ExportFormat): Promise<void>;
} {
  const get = useAction('history.export');
  return {
    pending: get.pending,
    error: get.error,
    async run(format) {
      const got = await get.run({ id, format });
      if (!got) return;
      const { fileName, mediaType, text } = got.output;
      saveFile(new Blob([text], { type: mediaType }), fileName);
    },
  };
}
