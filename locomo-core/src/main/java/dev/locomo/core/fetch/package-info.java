/**
 * Files over HTTP: never half of one in its place, never another one, and no token sent to anybody
 * but the host it is for.
 */
@NullMarked
package dev.locomo.core.fetch;

import org.jspecify.annotations.NullMarked;
