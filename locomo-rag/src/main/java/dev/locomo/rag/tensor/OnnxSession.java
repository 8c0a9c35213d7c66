package dev.locomo.rag.tensor;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A network in an ONNX file, run on the CPU by ONNX Runtime in the thread that asks: who has much
 * to ask does it from several threads. What ONNX Runtime refuses is a {@link DataError} that names
 * the file; where its native library cannot be loaded, that is a {@link UserError}.
 *
 * @param name of the file, for messages
 */
public record OnnxSession(String name, OrtSession session) implements AutoCloseable {
  private interface Start {
    OrtSession session(OrtSession.SessionOptions options) throws OrtException;
  }

  /** Makes the input of a name. */
  @FunctionalInterface
  public interface Feed {
    /**
     * The input.
     *
     * @param info its type and shape; a number below 0 in the shape is free
     */
    OnnxTensor of(String input, TensorInfo info) throws OrtException;
  }

  /** Starts the network of a file. */
  public static OnnxSession open(Path file) {
    String path = file.toString();
    return started(path, options -> OrtEnvironment.getEnvironment().createSession(path, options));
  }

  /** Starts the network of a direct buffer, which is not needed afterwards. */
  public static OnnxSession of(String name, ByteBuffer model) {
    return started(name, options -> OrtEnvironment.getEnvironment().createSession(model, options));
  }

  private static OnnxSession started(String name, Start start) {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new OnnxSession(name, start.session(options));
    } catch (OrtException e) {
      throw new DataError(name, "", "ONNX Runtime cannot load it (" + e.getMessage() + ")", e);
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String folder = System.getProperty("java.io.tmpdir");
      throw new UserError(
          "the native library of ONNX Runtime cannot be loaded (" + cause.getMessage() + ")",
          "is " + folder + " mounted noexec? LOCOMO_JAVA_OPTS=-Djava.io.tmpdir=DIR names another");
    }
  }

  /** Its inputs, with the shape of each. */
  public Map<String, long[]> inputs() {
    try {
      return shapes(session.getInputInfo());
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Its outputs, with the shape of each. */
  public Map<String, long[]> outputs() {
    try {
      return shapes(session.getOutputInfo());
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static Map<String, long[]> shapes(Map<String, NodeInfo> all) {
    var shapes = new LinkedHashMap<String, long[]>();
    all.forEach((name, info) ->
        shapes.put(
            name, info.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0]));
    return shapes;
  }

  /** Runs it once, and frees inputs and outputs when what is wanted of the outputs was read. */
  public <T> T run(Feed feed, List<String> outputs, Function<List<OnnxTensor>, T> read) {
    var inputs = new LinkedHashMap<String, OnnxTensor>();
    try {
      for (var input : session.getInputInfo().entrySet()) {
        var info = (TensorInfo) input.getValue().getInfo();
        inputs.put(input.getKey(), feed.of(input.getKey(), info));
      }
      try (var result = session.run(inputs, Set.copyOf(outputs))) {
        var found = new ArrayList<OnnxTensor>();
        for (String output : outputs) {
          OnnxValue value = result.get(output).orElseThrow();
          found.add((OnnxTensor) value);
        }
        return read.apply(found);
      }
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Whole numbers of a shape, of the width that an input wants. */
  public static OnnxTensor whole(TensorInfo info, long[] values, long... shape)
      throws OrtException {
    var environment = OrtEnvironment.getEnvironment();
    if (info.type == OnnxJavaType.INT32) {
      int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
      return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
    }
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  /** An error that names the file. */
  public DataError wrong(String problem) {
    return new DataError(name, "", problem);
  }

  private DataError failed(OrtException e) {
    return new DataError(name, "", "ONNX Runtime cannot run it (" + e.getMessage() + ")", e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
