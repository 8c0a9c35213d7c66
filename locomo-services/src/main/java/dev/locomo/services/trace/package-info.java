/** A run as OpenTelemetry spans: the run, its pieces of work, every attempt at a provider. */
@NullMarked
package dev.locomo.services.trace;

import org.jspecify.annotations.NullMarked;
