use super::*;

/// Complex numbers from −1 to 1 without an order.
fn numbers(length: usize) -> Vec<[f32; 2]> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 - 1.0
    };
    (0..length).map(|_| [next(), next()]).collect()
}

fn packed(numbers: &[[f32; 2]]) -> Vec<Quad> {
    let quad = |four: &[[f32; 2]; LANES]| Quad { re: four.map(|[re, _]| re), im: four.map(|[_, im]| im) };
    numbers.as_chunks().0.iter().map(quad).collect()
}

fn unpacked(quads: &[Quad]) -> Vec<[f32; 2]> {
    quads.iter().flat_map(|quad| (0..LANES).map(|lane| [quad.re[lane], quad.im[lane]])).collect()
}

fn transformed(numbers: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let mut quads = packed(numbers);
    Fft::new(numbers.len()).transform(&mut quads);
    unpacked(&quads)
}

/// By the definition.
fn oracle(numbers: &[[f32; 2]]) -> Vec<[f64; 2]> {
    let length = numbers.len();
    let roots: Vec<(f64, f64)> =
        (0..length).map(|nth| libm::sincos(-TAU * nth as f64 / length as f64)).collect();
    let bin = |k: usize| {
        let mut sum = [0.0; 2];
        for (j, [re, im]) in numbers.iter().map(|number| number.map(f64::from)).enumerate() {
            let (sin, cos) = roots[j * k % length];
            sum = [sum[0] + re * cos - im * sin, sum[1] + re * sin + im * cos];
        }
        sum
    };
    (0..length).map(bin).collect()
}

/// RMS of the difference over RMS of what is wanted, in dB.
fn error(found: &[[f32; 2]], wanted: &[[f64; 2]]) -> f64 {
    let square = |[re, im]: [f64; 2]| re * re + im * im;
    let difference = |(found, wanted): (&[f32; 2], &[f64; 2])| {
        square([f64::from(found[0]) - wanted[0], f64::from(found[1]) - wanted[1]])
    };
    let wrong: f64 = found.iter().zip(wanted).map(difference).sum();
    10.0 * libm::log10(wrong / wanted.iter().map(|wanted| square(*wanted)).sum::<f64>())
}

#[test]
fn passes_do_what_the_definition_says() {
    let lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 21, 30, 32, 49, 64, 77, 91, 143, 147, 160];
    for length in lengths.map(|multiple| 16 * multiple) {
        assert!(radices(length).is_some());
        let numbers = numbers(length);
        let error = error(&transformed(&numbers), &oracle(&numbers));
        assert!(error < -136.0, "{error} dB with {length}");
    }
}

#[test]
fn chirps_do_what_the_definition_says() {
    for length in [4, 8, 12, 20, 40, 100, 16 * 17, 16 * 37, 4 * 441, 8 * 251] {
        assert!(radices(length).is_none());
        let numbers = numbers(length);
        let error = error(&transformed(&numbers), &oracle(&numbers));
        assert!(error < -131.0, "{error} dB with {length}");
    }
}

#[test]
fn there_and_back_is_the_same() {
    for length in [2_352, 4_704, 5_120, 3_072, 21_168, 8 * 3_709] {
        let numbers = numbers(length);
        let swapped =
            |numbers: Vec<[f32; 2]>| numbers.into_iter().map(|[re, im]| [im, re]).collect::<Vec<_>>();
        let back = swapped(transformed(&swapped(transformed(&numbers))));
        let wanted: Vec<_> =
            numbers.iter().map(|number| number.map(|part| f64::from(part) * length as f64)).collect();
        let error = error(&back, &wanted);
        assert!(error < -127.0, "{error} dB with {length}");
    }
}
