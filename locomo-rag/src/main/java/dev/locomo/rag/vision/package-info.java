/**
 * What an image shows, in words and in numbers: BLIP captions and CLIP similarities, computed from
 * published checkpoints without Python.
 */
@NullMarked
package dev.locomo.rag.vision;

import org.jspecify.annotations.NullMarked;
