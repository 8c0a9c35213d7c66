package dev.locomo.services.trace;

import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.RunListenerContract;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

class TracedRunContractTest extends RunListenerContract {
  @Override
  protected RunListener listener() {
    var provider = SdkTracerProvider.builder().build();
    return new TracedRun(
        OpenTelemetrySdk.builder().setTracerProvider(provider).build(), true, TracedRun.PATIENCE);
  }
}
