/**
 * Texts as atomic facts, and facts checked against what is known: by models under named, hashed
 * prompts, or by rules as a floor.
 */
@NullMarked
package dev.locomo.eval.facts;

import org.jspecify.annotations.NullMarked;
