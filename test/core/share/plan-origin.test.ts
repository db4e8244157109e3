/**
 * Which certificate and name the shared origin gets.
 */
import { describe, expect, it } from 'vitest';
import { AppError, Settings } from '../../../src/contract/index.ts';
import { planOrigin } from '../../../src/core/share/plan-origin.ts';
import { FakeNetwork, FakeOriginCertificates, aCertificate } from '../../fakes/fake-share.ts';

const files = { certFile: '/c.pem', keyFile: '/k.pem' };

function aPlan(settings: Record<string, unknown>, livekitIsLocal = true) {
  const network = new FakeNetwork();
  const certificates = new FakeOriginCertificates();
  const share = Settings.parse({ share: settings }).share;
  const { signal } = new AbortController();
  return {
    network,
    certificates,
    run: () => planOrigin({ settings: share, network, certificates, livekitIsLocal, signal }),
  };
}

describe('the plan of the shared origin', () => {
  it("[R7] takes the user's own certificate before all others, under the name that leads here", async () => {
    const plan = aPlan({ certificate: files, publicUrl: 'https://talk.example.org' });
    plan.certificates.files = aCertificate('*.example.org', 'elsewhere.example.org', 'desk.example.org');
    plan.certificates.tailscale = aCertificate('desk.tail.ts.net');
    plan.network.names.set('elsewhere.example.org', ['203.0.113.9']);
    plan.network.names.set('desk.example.org', ['192.168.1.20']);
    expect(await plan.run()).toMatchObject({
      reach: 'network',
      certificate: { kind: 'own' },
      door: { host: 'desk.example.org', addresses: ['192.168.1.20'], port: 7443, publicOrigin: null },
      mediaAddresses: ['192.168.1.20'],
    });
  });

  it("[R7] takes Tailscale's next, and says for whom it works", async () => {
    const plan = aPlan({ publicUrl: 'https://talk.example.org' });
    plan.network.own = ['192.168.1.20', '100.64.0.7'];
    plan.certificates.tailscale = aCertificate('desk.tail.ts.net');
    plan.network.names.set('desk.tail.ts.net', ['100.64.0.7']);
    const { certificate, reach, door } = await plan.run();
    expect({ kind: certificate.kind, reach, host: door.host }).toEqual({
      kind: 'tailscale',
      reach: 'anywhere',
      host: 'desk.tail.ts.net',
    });
    expect(certificate.note).toContain('tailnet');
  });

  it('[R7] opens on loopback alone behind a public address, and says how far sound reaches', async () => {
    const local = await aPlan({ publicUrl: 'https://talk.example.org/' }).run();
    expect(local.door).toEqual({
      addresses: ['127.0.0.1'],
      port: 7443,
      certificate: null,
      host: 'talk.example.org',
      publicOrigin: 'https://talk.example.org',
    });
    expect(local.reach).toBe('network');
    expect(local.certificate.note).toContain('LiveKit Cloud');
    const cloud = await aPlan({ publicUrl: 'https://talk.example.org/' }, false).run();
    expect(cloud.reach).toBe('anywhere');
  });

  it('[R7] makes its own certificate last, labeled as not for iPhones', async () => {
    const { certificate, door } = await aPlan({}).run();
    expect(certificate.kind).toBe('self-signed');
    expect(certificate.note).toContain('iPhone');
    expect(door).toMatchObject({ host: '192.168.1.20', certificate: { names: ['192.168.1.20'] } });
  });

  it.each([
    ['a certificate for another name', { certificate: files }, aCertificate('other.example.org'), 'share.host'],
    ['share.host outside the certificate', { certificate: files, host: 'a.b' }, aCertificate('c.d'), 'a.b'],
    ['a wildcard two levels up', { certificate: files, host: 'x.y.b.org' }, aCertificate('*.b.org'), 'x.y.b.org'],
  ])('[R7] says %s and takes no other', async (_title, settings, own, word) => {
    const plan = aPlan(settings);
    plan.certificates.files = own;
    plan.certificates.tailscale = aCertificate('192.168.1.20');
    await expect(plan.run()).rejects.toMatchObject({
      code: 'share/certificate',
      message: expect.stringContaining(word) as string,
    });
  });

  it('[R7] lets share.host choose a name of a wildcard, or the one address to listen on', async () => {
    const wild = aPlan({ certificate: files, host: 'Desk.Example.org' });
    wild.certificates.files = aCertificate('*.example.org');
    expect((await wild.run()).door.host).toBe('Desk.Example.org');
    const one = aPlan({ host: '10.0.0.5' });
    one.network.own = ['192.168.1.20', '10.0.0.5'];
    expect(await one.run()).toMatchObject({ door: { addresses: ['10.0.0.5'] }, mediaAddresses: ['10.0.0.5'] });
  });

  it('says that there is no network, and what Tailscale refused', async () => {
    const alone = aPlan({});
    alone.network.own = [];
    await expect(alone.run()).rejects.toMatchObject({ code: 'share/no-network' });
    const refused = aPlan({});
    refused.certificates.tailscale = new AppError('share/certificate', 'Tailscale gave none.');
    await expect(refused.run()).rejects.toMatchObject({ message: 'Tailscale gave none.' });
  });
});
