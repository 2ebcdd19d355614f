// Amounts of money as people write them. The same rules and sentences as core/money.py, which decides;
// tests/browser/test_money_js.py puts both through fixtures/amounts.json. Money is BigInt satang, never a float.

const MAX_TEXT = 100;
const MAX_INTEGER_DIGITS = 12;
const EXAMPLE = "พิมพ์เป็นตัวเลข เช่น 1500 หรือ 1,500.50";

const SPACE = " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
const LINE_BREAKS = /[ \u00a0]*[\t\n\v\f\r\u2028\u2029]+[ \u00a0]*/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const SPACES = new RegExp(`[${SPACE}]+`, "g");
const EDGES = /^[ \n]+|[ \n]+$/g;
const THAI_DIGIT = /[๐-๙]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const DASHES = /[‐‑‒–—―−﹣]/g;
const UNIT_BEFORE = /^(?:฿|THB) ?/i;
const UNIT_AFTER = / ?(?:บาท(?:ถ้วน)?|บ\.|฿|THB)$/i;
const PRICE_TAIL = /([0-9]) ?\.-$/; // no look-behind: older phones have none
const AROUND_MARKS = / ?([.,]) ?/g;

const PLAIN = /^([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)?(?:\.([0-9]*))?$/;
const DOT_FOR_COMMA = /^[1-9][0-9]{0,2}\.[0-9]{2}0$/; // 1.500: a comma mistyped, or written as abroad?
const NEGATIVE = /^(?:-\s?\(?[0-9.,]+\)?|\([0-9.,\s]+\)|[0-9.,\s]+-)$/;
const SCIENTIFIC = /^[-+]?[0-9.,]+\s?[eE]\s?[-+]?[0-9]+$/;
const DIGITS_AND_MARKS = /^[0-9.,\s]+$/;

/** What a person wrote: {satang: BigInt, or null when blank} or {error: a Thai sentence}. */
export function parseBaht(text) {
  if ([...text].length > MAX_TEXT) return fail(`ข้อความยาวเกินกว่าจะเป็นจำนวนเงิน ${EXAMPLE}`);
  const plain = tidy(text);
  if (!plain) return { satang: null };
  const number = withoutUnit(plain);
  if (!number) return fail(`มีแต่หน่วย ไม่มีจำนวน ${EXAMPLE}`);
  if (/^-+$/.test(number)) return { satang: 0n };
  const found = PLAIN.exec(number);
  if (DOT_FOR_COMMA.test(number)) return doubtful(plain);
  return found && (found[1] || found[2]) ? fromMatch(found) : whyNot(number, plain);
}

/** 123450n → '1,234.50'; `short` leaves off ".00", as an entry cell shows it. Null → ''. */
export function formatSatang(satang, { short = false } = {}) {
  if (satang === null) return "";
  const sign = satang < 0n ? "-" : "";
  const digits = (satang < 0n ? -satang : satang).toString().padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  const decimals = digits.slice(-2);
  return sign + (short && decimals === "00" ? whole : `${whole}.${decimals}`);
}

/** Change against `before`, per cent with sign and one decimal ('+7.3%', half up); '' when there is no base. */
export function percentChange(now, before) {
  if (!before) return "";
  const tenths = ((now - before) * 20000n) / before; // in twentieths of a per mille, so that rounding stays exact
  const half = tenths < 0n ? -tenths : tenths;
  const rounded = (half + 10n) / 20n;
  const sign = tenths < 0n && rounded ? "-" : "+";
  return `${sign}${(rounded / 10n).toLocaleString("en-US")}.${rounded % 10n}%`;
}

function doubtful(written) {
  const ways = "ให้คั่นหลักพันด้วยจุลภาค เช่น 1,500 หรือใช้สองตำแหน่ง เช่น 1.50";
  return fail(`“${shorten(written)}” มีทศนิยมสามตำแหน่ง ${ways}`);
}

function fail(error) {
  return { satang: null, error };
}

function tidy(text) {
  return text
    .replace(THAI_DIGIT, (c) => String(c.charCodeAt(0) - 0x0e50))
    .replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(DASHES, "-")
    .replace(INVISIBLE, "")
    .replace(SPACES, " ")
    .replace(LINE_BREAKS, "\n")
    .replace(EDGES, "");
}

function withoutUnit(text) {
  const bare = text.replace(UNIT_BEFORE, "").replace(UNIT_AFTER, "").replace(PRICE_TAIL, "$1");
  return bare.replace(AROUND_MARKS, "$1").replace(/^ +| +$/g, "");
}

function fromMatch(found) {
  const whole = (found[1] || "0").replace(/[, ]/g, "").replace(/^0+/, "") || "0";
  const decimals = (found[2] || "").replace(/0+$/, "");
  if (decimals.length > 2) return fail("มีทศนิยมเกินสองตำแหน่ง ให้ปัดเป็นสตางค์ เช่น 1500.25");
  if (whole.length > MAX_INTEGER_DIGITS) {
    return fail("จำนวนเงินมากเกินไป ต้องไม่เกิน 999,999,999,999.99 บาท ตรวจว่าพิมพ์เลขเกินหรือไม่");
  }
  return { satang: BigInt(whole + decimals.padEnd(2, "0")) };
}

/** The most telling reason first. */
function whyNot(number, written) {
  const quoted = `“${shorten(written)}”`;
  if (written.startsWith("=")) {
    return fail("เป็นสูตร ไม่ใช่จำนวน ให้คัดลอกแล้ววางเป็นค่า (Paste Values) หรือพิมพ์ตัวเลขผลลัพธ์");
  }
  if (written.startsWith("#")) return fail(`${quoted} เป็นข้อผิดพลาดของ Excel ให้ขยายคอลัมน์หรือแก้สูตรแล้วคัดลอกใหม่`);
  if (NEGATIVE.test(number)) return fail(`${quoted} ติดลบ ยอดจำหน่ายต้องเป็น 0 หรือมากกว่า ถ้าไม่มียอดให้พิมพ์ 0`);
  if (SCIENTIFIC.test(number)) return fail(`${quoted} เป็นเลขแบบย่อของ Excel ให้พิมพ์ตัวเลขเต็ม เช่น 120000`);
  if (DIGITS_AND_MARKS.test(number)) return misplaced(number, quoted);
  return fail(`${quoted} ไม่ใช่จำนวนเงิน ${EXAMPLE} ถ้าไม่มียอดให้พิมพ์ 0`);
}

function misplaced(number, quoted) {
  if (number.split(".").length > 2) return fail(`${quoted} มีจุดทศนิยมเกินหนึ่งจุด ให้เหลือจุดเดียว เช่น 1,500.50`);
  if (number.includes(",")) {
    return fail(`${quoted} วางจุลภาคผิดที่ ให้คั่นทุกสามหลัก เช่น 1,500 หรือไม่ต้องใส่ เช่น 1500`);
  }
  if (/[ \n]/.test(number)) {
    return fail(`${quoted} มีช่องว่างคั่น อ่านได้มากกว่าหนึ่งจำนวน ให้พิมพ์ติดกัน เช่น 1500`);
  }
  return fail(`${quoted} ไม่มีตัวเลข ${EXAMPLE}`);
}

function shorten(text) {
  const letters = [...text.replaceAll("\n", " ")];
  return letters.length <= 30 ? letters.join("") : letters.slice(0, 29).join("") + "…";
}
