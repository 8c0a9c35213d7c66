/**
 * The parts that transformer networks are made of, as operations on DJL's PyTorch engine, and the
 * device they run on.
 */
@NullMarked
package dev.locomo.rag.tensor;

import org.jspecify.annotations.NullMarked;
