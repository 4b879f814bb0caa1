//! The README's examples, for the tests that run them.

/// The example under `heading`: its commands as a script, and what they print.
pub fn example(heading: &str) -> (String, String) {
    let readme = include_str!("../../README.md");
    let lines = readme.lines().skip_while(|line| *line != heading);
    let example = lines.skip_while(|line| !line.starts_with("    "));
    let example = example.map_while(|line| line.strip_prefix("    "));
    let (mut script, mut output) = (String::new(), String::new());
    for line in example {
        let (text, line) = match line.strip_prefix("$ ") {
            Some(command) => (&mut script, command),
            None => (&mut output, line),
        };
        *text += line;
        text.push('\n');
    }
    assert!(
        !script.is_empty(),
        "the README has no example under {heading}"
    );
    (script, output)
}
