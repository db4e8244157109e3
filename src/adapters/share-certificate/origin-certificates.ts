/**
 * Every place where the shared origin's certificate may come from. Which one is taken is decided in core/share.
 */
import type { OriginCertificates } from '../../core/ports/sharing.ts';
import { readCertificateFiles } from './certificate-files.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { tailscaleCertificate } from './tailscale-certificate.ts';
import type { TailscaleOptions } from './tailscale-certificate.ts';

/** `folder` keeps what is made or fetched. */
export const createOriginCertificates = (options: TailscaleOptions): OriginCertificates => ({
  fromFiles: readCertificateFiles,
  fromTailscale: (signal) => tailscaleCertificate(options, signal),
  selfSigned: (addresses) => selfSignedCertificate(options.folder, addresses),
});
