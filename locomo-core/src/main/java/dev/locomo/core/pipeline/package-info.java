/**
 * Work made of many model calls: independent pieces side by side, and inside a piece calls that
 * depend on each other and are never paid twice.
 */
@NullMarked
package dev.locomo.core.pipeline;

import org.jspecify.annotations.NullMarked;
