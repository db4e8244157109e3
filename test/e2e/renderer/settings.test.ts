/**
 * Settings in a real browser on a scripted bridge: every section by its address, keys that go in only, words beside fields.
 */
import { describe, expect, it } from 'vitest';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

describe('the sections', () => {
  it('stand at the side of a wide window, each at its own address', async () => {
    const page = await pages.show('settings');
    const list = page.getByRole('navigation', { name: 'Settings sections' });
    expect(await list.getByRole('link').count()).toBe(9);
    await page.getByRole('heading', { name: 'Appearance' }).waitFor();
    await list.getByRole('link', { name: 'Voice' }).click();
    await page.getByRole('heading', { name: 'Microphone' }).waitFor();
    expect(page.url()).toMatch(/#\/settings\/voice$/);
  });

  it('are a list first on a narrow one, with a way back', async () => {
    const page = await pages.show('settings', { width: 420 });
    await page.getByRole('link', { name: /^Data/ }).click();
    await page.getByRole('heading', { name: 'Conversations', exact: true }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Settings sections' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: '‹ Settings' }).click();
    await page.getByRole('link', { name: /^Voice/ }).waitFor();
  });

  it.each(['settings-voice', 'settings-providers', 'settings-assistant'])(
    '[D5] cut no choice off on a phone: %s',
    async (state) => {
      const page = await pages.show(state, { width: 420 });
      const choices = page.getByRole('radio');
      await expect.poll(() => choices.count()).toBeGreaterThan(1);
      const rights = await choices.evaluateAll((all) => all.map((choice) => choice.getBoundingClientRect().right));
      expect(Math.max(...rights)).toBeLessThanOrEqual(420 - 14 - 16);
    },
  );
});

describe('[D2] a key', () => {
  it('goes in and is not seen again, and where it went is said', async () => {
    const page = await pages.show('settings-providers');
    const field = page.getByLabel('Key', { exact: true });
    await field.fill('sk-canary');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').filter({ hasText: 'Stored in your keychain.' }).waitFor();
    expect(await field.inputValue()).toBe('');
    expect(await askedOf(page, 'secrets.set')).toEqual([{ name: 'openai', value: 'sk-canary' }]);
    expect(await page.content()).not.toContain('sk-canary');
  });

  it('is said to live in memory only where no keychain answers, once and readably', async () => {
    const page = await pages.show('settings-problems', { width: 420 });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await page.getByText('No keychain answers').count()).toBe(1);
    await page.getByText('Kept in memory only: it is gone').waitFor();
    expect(await alert.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThanOrEqual(0);
  });
});

describe('[R6] LiveKit', () => {
  it('says how it was tried, with the address that stands in the form', async () => {
    const page = await pages.show('settings-livekit-standing-in');
    const test = page.getByRole('button', { name: 'Test LiveKit' });
    await test.click();
    await page.getByText('takes the key and its secret').waitFor();
    await page.getByRole('textbox', { name: 'Address' }).fill('wss://other.test');
    await test.click();
    await page.getByText('The LiveKit at wss://other.test refused the key').waitFor();
    expect(await askedOf(page, 'livekit.test')).toEqual([{}, { url: 'wss://other.test' }]);
  });

  it('[V13] offers where talks run as soon as there is an address to choose', async () => {
    const page = await pages.show('settings-livekit');
    await page.getByRole('textbox', { name: 'Address' }).waitFor();
    expect(await page.getByText('Where talks run').count()).toBe(0);
    await page.getByRole('textbox', { name: 'Address' }).fill('wss://other.test');
    await page.getByRole('textbox', { name: 'Address' }).press('Enter');
    await page.getByRole('radio', { name: 'Only here' }).click();
    await page.getByText('On this computer only').waitFor();
    expect(await askedOf(page, 'settings.set')).toContainEqual({ key: 'livekit.mode', value: 'local' });
  });
});

describe('[V3] Providers', () => {
  it('says how each stage was tried, with what stands in the form', async () => {
    const page = await pages.show('settings-providers');
    await page.getByRole('button', { name: 'Test Speech to speech' }).click();
    await page.getByText('The realtime stage answered.').waitFor();
    const stage = page.getByRole('region', { name: 'Text to text' });
    await stage.getByRole('textbox', { name: 'Address of the API' }).fill('http://127.0.0.1:9/v1');
    await stage.getByRole('button', { name: 'Test' }).click();
    await stage.getByText('Nothing answers at http://127.0.0.1:9/v1').waitFor();
    expect(await askedOf(page, 'provider.test')).toEqual([
      { stage: 'realtime', draft: {} },
      { stage: 'completion', draft: { baseUrl: 'http://127.0.0.1:9/v1' } },
    ]);
  });

  it('takes a preset over as a whole, at one press', async () => {
    const page = await pages.show('settings-providers');
    await page.getByRole('radio', { name: 'Ollama + Speaches' }).click();
    expect(await askedOf(page, 'settings.set')).toEqual([]);
    await page.getByRole('button', { name: 'Use Ollama + Speaches' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Use Ollama + Speaches' }).count()).toBe(0);
    const thinking = page.getByRole('region', { name: 'Text to text' });
    expect(await thinking.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('qwen3:4b');
    expect(await askedOf(page, 'settings.set')).toContainEqual({ key: 'talk.brain', value: 'pipeline' });
  });

  it('leads to where the key of a preset is made, where one place makes it', async () => {
    const page = await pages.show('settings-providers');
    const link = page.getByRole('link', { name: 'Get a key' });
    for (const [name, addresses] of [
      ['Groq', ['https://console.groq.com/keys']],
      ['Azure OpenAI', ['https://portal.azure.com']],
      ['Custom', []],
    ] as const) {
      await page.getByRole('radio', { name }).click();
      await expect.poll(() => link.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual(addresses);
    }
  });

  it('says beside the field that an address is none, and changes nothing', async () => {
    const page = await pages.show('settings-providers');
    await page.getByRole('radio', { name: 'Azure OpenAI' }).click();
    const address = page.getByRole('textbox', { name: 'Address of the API' }).first();
    await address.fill('my resource');
    await page.getByRole('button', { name: 'Use Azure OpenAI' }).click();
    await page.getByRole('alert').filter({ hasText: 'Type the whole address' }).waitFor();
    expect(await address.inputValue()).toBe('my resource');
    expect(await askedOf(page, 'settings.set')).toEqual([]);
  });

  it('keeps a refused text in its field with the reason, and says when one was saved', async () => {
    const page = await pages.show('settings-providers');
    const stage = page.getByRole('region', { name: 'Speech to text' });
    const address = stage.getByRole('textbox', { name: 'Address of the API' });
    await address.fill('nonsense');
    await address.press('Enter');
    await stage.getByRole('alert').waitFor();
    expect(await address.inputValue()).toBe('nonsense');
    const model = stage.getByRole('combobox', { name: 'Model' });
    await model.fill('whisper-1');
    await model.press('Enter');
    await stage.getByText('Saved', { exact: true }).waitFor();
  });
});

describe('[V17] Assistant', () => {
  it('saves each trait, and says beside the field what a temperature is', async () => {
    const page = await pages.show('settings-general', { hash: '#/settings/assistant' });
    const temperature = page.getByRole('textbox', { name: 'Temperature' });
    await temperature.fill('hot');
    await temperature.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'a number from 0 to 2' }).waitFor();
    await temperature.fill('0,7');
    await temperature.press('Enter');
    await page.getByRole('combobox', { name: 'Language it speaks' }).selectOption('de');
    await page.getByRole('radiogroup', { name: 'How long it waits' }).getByRole('radio', { name: 'Longer' }).click();
    await expect
      .poll(() => askedOf(page, 'settings.set'))
      .toEqual([
        { key: 'assistant.temperature', value: 0.7 },
        { key: 'assistant.language', value: 'de' },
        { key: 'assistant.endOfTurnPatience', value: 'high' },
      ]);
  });

  it('makes a profile with its own set of servers, uses it, and deletes it', async () => {
    const page = await pages.show('settings-general', { hash: '#/settings/assistant' });
    const name = page.getByRole('textbox', { name: 'Name of a new profile' });
    await name.fill('a.b');
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('alert').filter({ hasText: 'no dots' }).waitFor();
    await name.fill('Kitchen');
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('heading', { name: 'Kitchen' }).waitFor();
    await page.getByRole('switch', { name: 'All servers' }).click();
    await page.getByRole('checkbox', { name: 'calendar' }).click();
    await page.getByRole('button', { name: 'Use this profile' }).click();
    await page.getByRole('button', { name: 'Stop using it' }).waitFor();
    await expect
      .poll(async () => (await askedOf(page, 'settings.set')).slice(-2))
      .toEqual([
        { key: 'profiles.Kitchen.servers', value: ['filesystem', 'everything'] },
        { key: 'talk.profile', value: 'Kitchen' },
      ]);
    await page.getByRole('button', { name: 'Delete profile' }).click();
    await page.getByRole('heading', { name: 'Assistant', exact: true }).waitFor();
    expect((await askedOf(page, 'settings.set')).slice(-2)).toEqual([
      { key: 'talk.profile', value: null },
      { key: 'profiles.Kitchen' },
    ]);
  });
});

describe('[M12] Approvals', () => {
  it('lists what was granted and takes it back, server by server and tool by tool', async () => {
    const page = await pages.show('settings-approvals');
    await page.getByRole('button', { name: 'Withdraw write_file' }).click();
    await page.getByRole('button', { name: 'Withdraw everything' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Withdraw everything' }).count()).toBe(0);
    expect(await askedOf(page, 'mcp.setToolApproval')).toEqual([
      { name: 'filesystem', tool: 'write_file', approval: null },
    ]);
    expect(await askedOf(page, 'mcp.setApproval')).toEqual([{ name: 'everything', approval: 'ask' }]);
  });
});

describe('[V15] Conversations', () => {
  it('are searched, read, saved as a file, and deleted one by one after a question', async () => {
    const page = await pages.show('settings-data');
    const list = page.getByRole('list', { name: 'Conversations' });
    await page.getByRole('searchbox').fill('hello');
    await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
    await list.getByRole('link', { name: 'Write a note that says hello' }).click();
    await page.getByText('Two files and a folder.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as Markdown' }).click();
    expect((await download).suggestedFilename()).toBe('conversation.md');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    expect(await askedOf(page, 'history.delete')).toEqual([{ id: 'conversation-1' }]);
  });

  it('are deleted all at once, but not by a press that was a mistake', async () => {
    const page = await pages.show('settings-data');
    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    expect(await askedOf(page, 'history.delete')).toEqual([]);
    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No conversations are stored yet').waitFor();
    expect(await askedOf(page, 'history.delete')).toEqual([{ all: true }]);
  });

  it('are no longer kept at the turn of one switch', async () => {
    const page = await pages.show('settings-data');
    await page.getByRole('switch', { name: 'Keep conversations' }).click();
    await expect.poll(() => askedOf(page, 'settings.set')).toEqual([{ key: 'history.keep', value: false }]);
  });
});

describe('the rest', () => {
  it('[V4] switches the tones of push-to-talk off, for as long as the person wants', async () => {
    const page = await pages.show('settings-general');
    const tones = page.getByRole('switch', { name: 'Short tones' });
    expect(await tones.getAttribute('aria-checked')).toBe('true');
    await tones.click();
    await page.reload();
    await expect.poll(() => tones.getAttribute('aria-checked')).toBe('false');
  });

  it('stands fields that are beside each other on one line', async () => {
    const page = await pages.show('settings-assistant');
    const language = page.getByRole('combobox', { name: 'Language it speaks' });
    const voice = page.getByLabel('Voice', { exact: true });
    await voice.waitFor();
    expect((await language.boundingBox())?.y).toBe((await voice.boundingBox())?.y);
  });

  it('[V4] sets the key that talks from anywhere, and says beside the field why one cannot be it', async () => {
    const page = await pages.show('settings-shortcuts');
    const key = page.getByRole('textbox', { name: 'Key to hold' });
    await key.fill('Alt+F4');
    await key.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'choose another one' }).waitFor();
    expect(await key.inputValue()).toBe('Alt+F4');
    await key.fill('F9');
    await key.press('Enter');
    const delay = page.getByRole('textbox', { name: 'Listens on' });
    await delay.fill('soon');
    await delay.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'from 0 to 2000' }).waitFor();
    expect((await askedOf(page, 'settings.set')).at(-1)).toEqual({ key: 'desktop.shortcut', value: 'F9' });
  });

  it('[V4] says under the key why it does not work as set', async () => {
    const page = await pages.show('settings-shortcuts-taken');
    await page.getByRole('status').getByText('Another program uses Control+Shift+Space').waitFor();
  });

  it('[X3] says what is wrong and what to do, and where everything is kept', async () => {
    const page = await pages.show('settings-about');
    expect(await page.getByRole('region', { name: 'Data folder' }).innerText()).toBe('/home/ada/.local/share/parley');
    await page.getByRole('button', { name: 'Check everything' }).click();
    await page.getByRole('list', { name: 'Checks' }).waitFor();
    expect(await page.getByRole('list', { name: 'Checks' }).textContent()).toContain('Unlock your keyring');
  });

  it('says why a change could not be stored, and keeps what was typed', async () => {
    const page = await pages.show('settings-failing');
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Marvin');
    await name.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'the disk is full' }).first().waitFor();
    expect(await name.inputValue()).toBe('Marvin');
  });

  it('[D5] tells a screen reader when a choice could not be stored', async () => {
    const page = await pages.show('settings-failing');
    await page.getByRole('combobox', { name: 'Language it speaks' }).selectOption('de');
    await page.getByRole('alert').filter({ hasText: 'the disk is full' }).waitFor();
  });
});
