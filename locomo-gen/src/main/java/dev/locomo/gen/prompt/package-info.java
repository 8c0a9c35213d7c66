/**
 * Asks a model for one piece at a time: texts with slots, bounded second tries that name what was
 * wrong.
 */
@NullMarked
package dev.locomo.gen.prompt;

import org.jspecify.annotations.NullMarked;
