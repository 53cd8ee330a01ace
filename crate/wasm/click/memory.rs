//! The [`Memory`] that the background is.

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use border::{js, wrong_type};
use rolerelay::protocol::world::Cancelled;
pub use rolerelay::walk::memory::KeptSession;
use rolerelay::walk::memory::{Memory, Path};

#[wasm_bindgen(typescript_custom_section)]
const TYPESCRIPT: &str = r#"
/** Where sessions of hops are kept between walks, each by its path: a digest. */
export interface Memory {
  /** Names whose credentials sign first hops: the same name for the same identity, whatever its credentials are at the moment. */
  source: string
  /** What is kept for the last of these paths that has something whose time is not up. */
  last(paths: string[]): Promise<KeptSession | undefined>
  /**
   * What is kept for the path, once nobody else is asking AWS for it. Where that is nothing, the caller is the one who asks: others
   * wait until it keeps something, or its walk has ended. Rejects where the walk is cancelled.
   */
  take(path: string): Promise<KeptSession | undefined>
  keep(path: string, kept: KeptSession): void
  forget(paths: string[]): void
}
"#;

#[wasm_bindgen]
extern "C" {
    type Background;
    #[wasm_bindgen(method, getter)]
    fn source(this: &Background) -> JsValue;
    #[wasm_bindgen(method, catch)]
    async fn last(this: &Background, paths: Vec<String>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn take(this: &Background, path: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn keep(this: &Background, path: &str, kept: Ts<KeptSession>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn forget(this: &Background, paths: Vec<String>) -> Result<(), JsValue>;
}

/// What was handed, or nothing to keep anything in.
pub fn memory(handed: JsValue) -> Result<InBackground, JsValue> {
    if handed.is_undefined() {
        return Ok(InBackground(None));
    }
    if !handed.is_object() {
        return Err(wrong_type("a memory"));
    }
    Ok(InBackground(Some(handed.unchecked_into())))
}

pub struct InBackground(Option<Background>);

impl Memory for InBackground {
    fn source(&self) -> Option<String> {
        self.0.as_ref()?.source().as_string()
    }

    async fn last(&self, paths: &[Path]) -> Option<KeptSession> {
        read(self.0.as_ref()?.last(texts(paths)).await.ok()?)
    }

    async fn take(&self, path: &Path) -> Result<Option<KeptSession>, Cancelled> {
        let Some(background) = &self.0 else { return Ok(None) };
        background.take(path.as_str()).await.map(read).map_err(|_| Cancelled)
    }

    fn keep(&self, path: &Path, kept: &KeptSession) {
        if let (Some(background), Ok(kept)) = (&self.0, js(kept)) {
            // What cannot be kept is asked for again.
            let _ = background.keep(path.as_str(), kept);
        }
    }

    fn forget(&self, paths: &[Path]) {
        if let Some(background) = &self.0 {
            let _ = background.forget(texts(paths));
        }
    }
}

fn texts(paths: &[Path]) -> Vec<String> {
    paths.iter().map(|path| path.as_str().into()).collect()
}

/// What is no session of ours is as good as none.
fn read(value: JsValue) -> Option<KeptSession> {
    if value.is_undefined() { None } else { KeptSession::from_js(value).ok() }
}
