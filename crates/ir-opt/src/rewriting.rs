//! A block that a pass writes anew, operation by operation.

use ir::{Block, Inst, Value};

/// The new operations, and where those are that the old ones have become.
#[derive(Debug, Default)]
pub(crate) struct Rewriting {
    pub insts: Vec<Inst>,
    /// Per old operation.
    pub renamed: Vec<Value>,
}

impl Rewriting {
    /// Takes the operations of `block`, until [`Rewriting::finish`] gives it the new ones.
    pub fn begin(&mut self, block: &mut Block) -> Vec<Inst> {
        let old = std::mem::take(&mut block.insts);
        self.insts.clear();
        self.renamed.clear();
        self.renamed.resize(old.len(), Value::NONE);
        old
    }

    pub fn push(&mut self, inst: Inst) -> Value {
        self.insts.push(inst);
        Value(self.insts.len() as u32 - 1)
    }

    /// Appends an old operation, whose operands have all become something.
    pub fn copy(&mut self, block: &mut Block, inst: &Inst) -> Value {
        let mut inst = *inst;
        for v in inst.args_mut(&mut block.extra) {
            *v = self.renamed[v.index()];
        }
        self.push(inst)
    }

    /// Gives `block` the new operations; the buffer of the old ones is kept.
    pub fn finish(&mut self, block: &mut Block, old: Vec<Inst>) {
        block.insts = std::mem::replace(&mut self.insts, old);
        if let Some(v) = block.terminal.operand_mut() {
            *v = self.renamed[v.index()];
        }
    }
}
