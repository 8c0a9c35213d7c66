package dev.locomo.rag.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.util.cuda.CudaUtils;
import dev.locomo.core.error.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The device that networks run on, and how its memory is kept in bounds. */
public final class Compute {
  /** CUDA's words, its libraries', and those of the allocator for the CPU. */
  private static final List<String> OUT_OF_MEMORY =
      List.of("out of memory", "alloc_failed", "can't allocate memory", "cannot allocate memory");

  private Compute() {}

  /**
   * Owner of arrays on the first GPU if there is one, else on the CPU; to be closed.
   *
   * @throws UserError when PyTorch's libraries cannot be loaded on this machine
   */
  public static NDManager open() {
    try {
      var engine = Engine.getEngine("PyTorch");
      return engine.newBaseManager(engine.getGpuCount() > 0 ? Device.gpu() : Device.cpu());
    } catch (EngineException | IllegalArgumentException | LinkageError e) {
      throw new UserError(
          "PyTorch's libraries cannot be loaded (" + e.getMessage() + ")",
          "an encoder that needs none of them: minilm, openai or vectors:DIR",
          e);
    }
  }

  /**
   * What networks will compute in: half precision on a GPU, single on a CPU. Without a GPU no
   * library is loaded to find out.
   */
  public static DataType precision() {
    if (!CudaUtils.hasCuda()) {
      return DataType.FLOAT32;
    }
    try (var manager = open()) {
      return precision(manager);
    }
  }

  /** What networks compute in where this manager is. */
  static DataType precision(NDManager manager) {
    return manager.getDevice().isGpu() ? DataType.FLOAT16 : DataType.FLOAT32;
  }

  /** {@code fp32} or {@code fp16}. */
  public static String name(DataType precision) {
    return precision == DataType.FLOAT16 ? "fp16" : "fp32";
  }

  /**
   * Runs a step and frees its input and all that is made on the way, so that one step's memory is
   * the peak; the batch gets the result.
   */
  public static NDArray within(NDManager batch, NDArray input, UnaryOperator<NDArray> step) {
    try (var scratch = batch.newSubManager()) {
      input.attach(scratch);
      NDArray result = step.apply(input);
      result.attach(batch);
      return result;
    }
  }

  /** The rows of a matrix, in single precision, off the device. */
  public static List<float[]> rows(NDArray matrix) {
    float[] values = matrix.toType(DataType.FLOAT32, false).toFloatArray();
    int width = (int) matrix.getShape().get(1);
    var rows = new ArrayList<float[]>();
    for (int from = 0; from < values.length; from += width) {
      rows.add(Arrays.copyOfRange(values, from, from + width));
    }
    return rows;
  }

  /**
   * Runs a batch, which gives one result an item, in order; one that does not fit into the device's
   * memory is halved, again and again.
   *
   * @throws UserError when a single item does not fit
   */
  public static <T, R> List<R> halving(List<T> items, Function<List<T>, List<R>> step) {
    try {
      return step.apply(items);
    } catch (EngineException e) {
      if (!isOutOfMemory(e)) {
        throw e;
      }
      if (items.size() == 1) {
        throw tooLarge("a single input", e);
      }
      int half = items.size() / 2;
      var results = new ArrayList<R>(halving(items.subList(0, half), step));
      results.addAll(halving(items.subList(half, items.size()), step));
      return results;
    }
  }

  /** Whether an engine failed because the memory of its device (or the machine) ran out. */
  public static boolean isOutOfMemory(EngineException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return OUT_OF_MEMORY.stream().anyMatch(message::contains);
  }

  /** Something does not fit into memory, however little is computed at once. */
  public static UserError tooLarge(String what, Throwable cause) {
    return new UserError(
        what + " does not fit into the device's memory",
        "a smaller model, a device with more memory, or CUDA_VISIBLE_DEVICES= for the CPU",
        cause);
  }
}
