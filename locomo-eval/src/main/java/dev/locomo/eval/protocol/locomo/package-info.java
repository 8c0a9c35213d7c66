/**
 * The default protocol: our own prompts, chronological context, adversarial questions in three
 * forms.
 */
@NullMarked
package dev.locomo.eval.protocol.locomo;

import org.jspecify.annotations.NullMarked;
