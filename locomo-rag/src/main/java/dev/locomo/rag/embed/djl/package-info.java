/**
 * Hugging Face encoders without Python: checkpoints read as they are published, run as tensor
 * operations on DJL's PyTorch engine; ONNX files, run by ONNX Runtime. DJL's tokenizers serve both.
 */
@NullMarked
package dev.locomo.rag.embed.djl;

import org.jspecify.annotations.NullMarked;
