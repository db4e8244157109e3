/**
 * Power spectra of short frames, by a radix-2 fast Fourier transform with its tables made once.
 */

/** Returns a function that writes the power of bins 0…size/2 of a real frame into `power`. `size` is a power of two. */
export function createSpectrum(size: number): (frame: Float64Array, power: Float64Array) => void {
  const cosines = Float64Array.from({ length: size / 2 }, (_, index) => Math.cos((2 * Math.PI * index) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, index) => Math.sin((2 * Math.PI * index) / size));
  const order = reversedOrder(size);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  return (frame, power) => {
    for (let index = 0; index < size; index += 1) {
      real[index] = frame[order[index]!]!;
      imaginary[index] = 0;
    }
    for (let half = 1; half < size; half *= 2) butterflies(real, imaginary, half, cosines, sines);
    for (let index = 0; index <= size / 2; index += 1) power[index] = real[index]! ** 2 + imaginary[index]! ** 2;
  };
}

function butterflies(
  real: Float64Array,
  imaginary: Float64Array,
  half: number,
  cosines: Float64Array,
  sines: Float64Array,
): void {
  const size = real.length;
  const stride = size / 2 / half;
  for (let start = 0; start < size; start += half * 2) {
    for (let offset = 0; offset < half; offset += 1) {
      const low = start + offset;
      const high = low + half;
      const cosine = cosines[offset * stride]!;
      const sine = sines[offset * stride]!;
      const turnedReal = real[high]! * cosine + imaginary[high]! * sine;
      const turnedImaginary = imaginary[high]! * cosine - real[high]! * sine;
      real[high] = real[low]! - turnedReal;
      imaginary[high] = imaginary[low]! - turnedImaginary;
      real[low]! += turnedReal;
      imaginary[low]! += turnedImaginary;
    }
  }
}

function reversedOrder(size: number): Uint16Array {
  const bits = Math.log2(size);
  return Uint16Array.from({ length: size }, (_, index) => {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit += 1) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
    return reversed;
  });
}
