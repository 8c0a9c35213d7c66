/** The small encoder that comes with the program, run by ONNX Runtime. */
@NullMarked
package dev.locomo.rag.embed.minilm;

import org.jspecify.annotations.NullMarked;
