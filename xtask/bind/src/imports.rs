//! What the engine may ask of its host: a short list, checked at every build.
//!
//! The engine has no clock, no randomness and no I/O. If a dependency sneaks one in, it shows as a
//! new import of the module, and the build stops here.

use anyhow::{Result, bail};
use wasmparser::{Parser, Payload};

/// Beginnings of the import names that wasm-bindgen's own glue needs: making an `Error` to throw,
/// throwing it, setting up the table of JS values, and reading back a string.
const ALLOWED: [&str; 7] = [
    "__wbindgen_throw",
    "__wbindgen_init_externref_table",
    "__wbindgen_cast",
    "__wbindgen_object_drop_ref",
    "__wbg_Error_",
    "__wbg_new_",
    "__wbg___wbindgen_throw_",
];

/// Fails, naming them, when the module imports something that is not on the list.
///
/// # Errors
/// When the bytes are not a wasm module, or when an import is not allowed.
pub(crate) fn check(module: &[u8]) -> Result<()> {
    let mut strange = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                let import = import?;
                if !ALLOWED
                    .iter()
                    .any(|allowed| import.name.starts_with(allowed))
                {
                    strange.push(format!("{}.{}", import.module, import.name));
                }
            }
        }
    }
    if strange.is_empty() {
        return Ok(());
    }
    bail!(
        "the engine imports {} from its host, and may not: it has no clock, no randomness, no I/O. \
         Find the dependency with `cargo tree --target wasm32-unknown-unknown`, or, if the import is \
         harmless glue, add it to xtask/bind/src/imports.rs",
        strange.join(", ")
    );
}

#[cfg(test)]
mod tests {
    use super::check;

    /// A module with one function import `env.<name>`.
    fn module_importing(name: &str) -> Vec<u8> {
        let mut entry = vec![1, 3];
        entry.extend(b"env");
        entry.push(name.len() as u8);
        entry.extend(name.as_bytes());
        entry.extend([0, 0]);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 4, 1, 0x60, 0, 0, 2, entry.len() as u8]);
        module.extend(entry);
        module
    }

    #[test]
    fn glue_is_allowed() {
        assert!(check(&module_importing("__wbindgen_throw")).is_ok());
    }

    #[test]
    fn a_clock_is_refused_by_name() {
        let message = check(&module_importing("__wbg_now_3f9a"))
            .unwrap_err()
            .to_string();
        assert!(message.contains("env.__wbg_now_3f9a"), "{message}");
    }
}
