/** A number as 3.11 prints it: the shortest digits, whole numbers in full, exponents from 1e-7 and 1e21 on. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Number.isInteger(value)) return Object.is(value, -0) ? '-0' : String(value);
  const [digitsText = '', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = digitsText.replace('.', '');
  const exponent = Number(exponentText);
  const lastPlace = exponent - digits.length + 1;
  const sign = value < 0 ? '-' : '';
  if (lastPlace > -7 || Math.abs(exponent) < 4) return sign + plain(digits, exponent);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  if (exponent >= 0 && digits.length - 1 > exponent) return sign + plain(digits, exponent);
  return `${sign}${digits[0] ?? '0'}${fraction}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function plain(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}
