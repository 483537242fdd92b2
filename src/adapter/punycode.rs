//! Punycode (RFC 3492): a label of a domain in ASCII.
//!
//! Written here because the engine needs this one direction only: `idna`, which prepares domains in
//! full, carries tables of all of Unicode with it, 53 kB (brotli) for a module of 300.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// `label` as Punycode, without the prefix `xn--`; `None` for what overflows 32 bits, which no
/// label of 63 characters does.
///
/// RFC 3492, section 6.3.
pub(super) fn encode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    let length = u32::try_from(label.chars().count()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (INITIAL_N, 0_u32, INITIAL_BIAS, basic);
    while handled < length {
        let next = label.chars().map(u32::from).filter(|c| *c >= n).min()?;
        let skipped = (next - n).checked_mul(handled.checked_add(1)?)?;
        delta = delta.checked_add(skipped)?;
        n = next;
        for point in label.chars().map(u32::from) {
            if point < n {
                delta = delta.checked_add(1)?;
            } else if point == n {
                variable_length(delta, bias, &mut out)?;
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(out)
}

/// Writes `delta` as an integer of variable length, least significant digit first.
fn variable_length(delta: u32, bias: u32, out: &mut String) -> Option<()> {
    let mut rest = delta;
    let mut k = BASE;
    loop {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if rest < threshold {
            out.push(digit(rest)?);
            return Some(());
        }
        let over = rest - threshold;
        out.push(digit(threshold + over % (BASE - threshold))?);
        rest = over / (BASE - threshold);
        k += BASE;
    }
}

/// `a` to `z` for 0 to 25, `0` to `9` for 26 to 35.
fn digit(value: u32) -> Option<char> {
    char::from_digit((value + 10) % BASE, BASE)
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = delta / if first { DAMP } else { 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3492, section 7.1, in lower case as domains are, and labels seen in addresses.
    #[test]
    fn labels_come_out_as_the_rfc_says() {
        for (label, ascii) in [
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"),
            ("pročprostěnemluvíčesky", "proprostnemluvesky-uyb24dma41a"),
            ("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"),
            (
                "यहलोगहिन्दीक्योंनहींबोलसकतेहैं",
                "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd",
            ),
            (
                "なぜみんな日本語を話してくれないのか",
                "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
            ),
            (
                "세계의모든사람들이한국어를이해한다면얼마나좋을까",
                "989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c",
            ),
            (
                "почемужеонинеговорятпорусски",
                "b1abfaaepdrnnbgefbadotcwatmq2g4l",
            ),
            (
                "porquénopuedensimplementehablarenespañol",
                "porqunopuedensimplementehablarenespaol-fmd56a",
            ),
            (
                "tạisaohọkhôngthểchỉnóitiếngviệt",
                "tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g",
            ),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            (
                "安室奈美恵-with-super-monkeys",
                "-with-super-monkeys-pc58ag80a8qai00g7n9n",
            ),
            (
                "hello-another-way-それぞれの場所",
                "hello-another-way--fc4qua05auwb3674vfr0b",
            ),
            ("ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"),
            ("majiでkoiする5秒前", "majikoi5-783gue6qz075azm5e"),
            ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
            ("そのスピードで", "d9juau41awczczp"),
            ("bücher", "bcher-kva"),
            ("пример", "e1afmkfd"),
            ("straße", "strae-oqa"),
        ] {
            assert_eq!(encode(label).as_deref(), Some(ascii), "{label}");
        }
    }
}
