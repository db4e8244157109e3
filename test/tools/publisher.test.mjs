import { expect, it } from 'vitest';
import { publisherAdvice } from '../../tools/set-up/publisher.mjs';

it('packages that name nobody are said to, with where a name belongs', () => {
  const linux = (maintainer) => `linux:\n  maintainer: ${maintainer}\n`;
  expect(publisherAdvice(linux('Ann <ann@example.com>'))).toBeNull();
  expect(publisherAdvice(linux('The authors <authors@parley.invalid>'))).toContain('electron-builder.yml');
});
