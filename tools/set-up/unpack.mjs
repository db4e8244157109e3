/**
 * Takes one file out of an archive (.tar.gz or .zip) as bytes.
 *
 * Always: no path of the archive is ever written to, so none can lead out of a folder; the file lies at the top level
 * under exactly the name asked for and is a plain file.
 * Source: POSIX pax/ustar; PKWARE APPNOTE 6.3, sections 4.3 and 4.4.
 */
import { gunzipSync, inflateRawSync } from 'node:zlib';

const blockSizeBytes = 512;
const limit = { maxOutputLength: 512 * 1024 * 1024 };

/** @param {Buffer} archive @param {'tar.gz' | 'zip'} format @param {string} name @throws {Error} when it is not in there */
export function unpackOne(archive, format, name) {
  const found = format === 'zip' ? findInZip(archive, name) : findInTar(gunzipSync(archive, limit), name);
  if (!found) throw new Error(`the archive holds no file ${name}`);
  return found;
}

function findInTar(tar, name) {
  for (let at = 0; at + blockSizeBytes <= tar.length;) {
    const header = tar.subarray(at, at + blockSizeBytes);
    const size = Number.parseInt(text(header, 124, 12), 8) || 0;
    const start = at + blockSizeBytes;
    const isPlainFile = header[156] === 0 || header[156] === 0x30;
    if (isPlainFile && text(header, 345, 155) === '' && text(header, 0, 100).replace(/^\.\//, '') === name) {
      if (start + size > tar.length) throw new Error('the archive is cut off');
      return tar.subarray(start, start + size);
    }
    at = start + Math.ceil(size / blockSizeBytes) * blockSizeBytes;
  }
  return null;
}

function text(header, start, length) {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function findInZip(zip, name) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0) throw new Error('the archive is cut off');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) return readFromZip(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return null;
}

function readFromZip(zip, entry) {
  const method = zip.readUInt16LE(entry + 10);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed, limit);
  throw new Error(`the archive packs its files in a way (${method}) that is not known here`);
}
