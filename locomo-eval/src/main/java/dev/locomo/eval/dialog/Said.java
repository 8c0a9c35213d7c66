package dev.locomo.eval.dialog;

import org.jspecify.annotations.Nullable;

/**
 * A generated turn.
 *
 * @param text what is said; not empty
 * @param image the picture as caption or search, or null when none is shared
 */
public record Said(String text, @Nullable String image) {}
