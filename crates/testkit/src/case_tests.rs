//! One set of tests for the cases of every guest.

/// The tests that run every case line of every room of a guest on every engine, in three positions. The caller has `touch_registers`
/// and `kill` (see [`cases::check_all`](crate::cases::check_all)), `DIALECT` and `runtime_engine`.
///
/// `case_tests!(guest_crate, Frontend)`
#[macro_export]
macro_rules! case_tests {
    ($guest:ident, $Frontend:ident) => {
        fn all_cases() -> Vec<$crate::cases::Case> {
            let mut all = Vec::new();
            for room in $guest::ROOMS {
                let cases = $crate::cases::parse(room.cases, &DIALECT);
                all.extend(cases.unwrap_or_else(|e| panic!("{}: {e}", room.name)));
            }
            all
        }

        fn check_all(engine: &mut dyn $crate::cases::Engine) {
            $crate::cases::check_all(&all_cases(), engine, touch_registers(), kill);
        }

        #[test]
        fn on_the_interpreter() {
            check_all(
                &mut $crate::engines::InterpEngine::<$guest::$Frontend>::new(
                    $guest::features::ALL,
                    &DIALECT,
                ),
            );
        }

        #[test]
        fn under_the_runtime_interpreted() {
            check_all(&mut runtime_engine(true, host_x64::HostFeatures::detect()));
        }

        #[test]
        fn on_tier_1() {
            check_all(&mut runtime_engine(
                false,
                host_x64::HostFeatures::of_tests(),
            ));
        }

        #[test]
        fn on_tier_1_of_a_baseline_host() {
            check_all(&mut runtime_engine(false, $crate::memory::baseline_host()));
        }

        #[test]
        fn words_disassemble_to_their_text() {
            let wrong: Vec<String> = all_cases()
                .iter()
                .filter_map(|case| {
                    let text = <$guest::$Frontend as ir::Frontend>::disassemble(
                        $crate::cases::CODE,
                        &case.bytes,
                    );
                    (text != case.text).then(|| format!("{}\n    is `{text}`", case.line))
                })
                .collect();
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }

        #[test]
        fn every_row_has_a_case() {
            let cases = all_cases();
            let missing: Vec<&str> = $guest::decode::ROWS
                .iter()
                .filter(|row| {
                    !cases.iter().any(|case| {
                        $guest::decode::decode(&case.bytes, $guest::features::ALL)
                            .is_some_and(|(r, _)| r.name == row.name)
                    })
                })
                .map(|row| row.name)
                .collect();
            assert!(missing.is_empty(), "no case for: {}", missing.join(" "));
        }
    };
}
