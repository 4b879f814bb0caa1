// Scalar floating point, double and single. Built without contraction, so both machines do the same operations.
#include "kernel.h"
#include <math.h>

static uint64_t nbody(long rounds)
{
    enum { N = 5 };
    double p[N][3] = {{0, 0, 0}, {4.84, -1.16, -0.10}, {8.34, 4.12, -0.4}, {12.89, -15.11, -0.22}, {15.37, -25.9, 0.179}};
    double v[N][3] = {{0, 0, 0}, {0.6, 2.81, -0.02}, {-1.01, 1.82, 0.008}, {1.08, 0.86, -0.01}, {0.97, 0.59, -0.03}};
    double m[N] = {39.47, 0.037, 0.011, 0.0017, 0.002};
    while (rounds--) {
        for (int i = 0; i < N; i++)
            for (int j = i + 1; j < N; j++) {
                double d[3], square = 0;
                for (int k = 0; k < 3; k++) {
                    d[k] = p[i][k] - p[j][k];
                    square += d[k] * d[k];
                }
                double strength = 0.01 / (square * sqrt(square));
                for (int k = 0; k < 3; k++) {
                    v[i][k] -= d[k] * m[j] * strength;
                    v[j][k] += d[k] * m[i] * strength;
                }
            }
        for (int i = 0; i < N; i++)
            for (int k = 0; k < 3; k++)
                p[i][k] += 0.01 * v[i][k];
    }
    return double_bits(p[0][0] + p[1][1] + p[2][2]);
}

static uint64_t mandelbrot(long rounds)
{
    uint64_t total = 0;
    for (long y = 0; y < rounds; y++)
        for (int x = 0; x < 200; x++) {
            double cr = x * 0.0125 - 2, ci = (double)y * 2.0 / (double)rounds - 1, zr = 0, zi = 0;
            int n = 0;
            while (n < 100 && zr * zr + zi * zi < 4) {
                double t = zr * zr - zi * zi + cr;
                zi = 2 * zr * zi + ci;
                zr = t;
                n++;
            }
            total += (uint64_t)n;
        }
    return total;
}

static double element(int i, int j)
{
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

static uint64_t spectral_norm(long rounds)
{
    enum { N = 100 };
    double u[N], v[N], norm = 0;
    for (int i = 0; i < N; i++)
        u[i] = 1;
    while (rounds--) {
        for (int i = 0; i < N; i++) {
            v[i] = 0;
            for (int j = 0; j < N; j++)
                v[i] += element(i, j) * u[j];
        }
        for (int i = 0; i < N; i++) {
            u[i] = 0;
            for (int j = 0; j < N; j++)
                u[i] += element(j, i) * v[j];
        }
        norm = u[0] + v[N - 1];
        double scale = 1 / u[0];
        for (int i = 0; i < N; i++)
            u[i] *= scale;
    }
    return double_bits(norm);
}

static uint64_t horner(long rounds)
{
    double x = 0.5, sum = 0;
    for (long i = 0; i < rounds; i++) {
        double p = 0.1;
        p = p * x + 0.7;
        p = p * x - 0.3;
        p = p * x + 1.1;
        p = p * x - 0.9;
        p = p * x + 0.2;
        sum += p;
        x = x > 0.9 ? x - 0.8 : x + 0.013;
    }
    return double_bits(sum);
}

static uint64_t conversions(long rounds)
{
    double sum = 0;
    long total = 0;
    for (long i = 0; i < rounds; i++) {
        double d = (double)i * 1.37;
        float f = (float)d;
        total += (long)d + (int)f;
        sum += (double)f + (double)(int)(i & 0xffff) + (double)(unsigned)i;
    }
    return double_bits(sum) + (uint64_t)total;
}

static uint64_t single(long rounds)
{
    static float a[1024], b[1024];
    for (int i = 0; i < 1024; i++) {
        a[i] = (float)i * 0.25f;
        b[i] = 1.0f / (float)(i + 1);
    }
    float s = 0;
    while (rounds--)
        for (int i = 0; i < 1024; i++) {
            float t = a[i] * b[i] + s * 0.5f;
            s = t < 100.0f ? t : t - 99.0f;
            b[i] = b[i] * 0.999f + 0.0001f;
        }
    return (uint64_t)(double)(s * 1000);
}

static uint64_t matmul(long rounds)
{
    enum { N = 64 };
    static double a[N][N], b[N][N], c[N][N];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = i - j * 0.5;
            b[i][j] = j + i * 0.25;
        }
    double sum = 0;
    while (rounds--) {
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                double s = 0;
                for (int k = 0; k < N; k++)
                    s += a[i][k] * b[k][j];
                c[i][j] = s;
            }
        sum += c[rounds % N][1];
        a[0][0] += 1;
    }
    return double_bits(sum);
}

static uint64_t square_roots(long rounds)
{
    double x = 2, sum = 0;
    for (long i = 0; i < rounds; i++) {
        x = sqrt(x + (double)i) / 1.5 + fabs(x - 3);
        sum += x < 10 ? x : -x;
    }
    return double_bits(sum);
}

// The guest's single-instruction multiply-add; the host's build calls libm's, which uses it too where present.
static uint64_t multiply_add(long rounds)
{
    double a = 1.0000001, b = 0.9999999, c = 0.1;
    for (long i = 0; i < rounds; i++) {
        c = fma(a, b, c) - 1.0;
        a = fma(c, 1e-9, a);
        b = fma(-c, 1e-9, b);
    }
    return double_bits(a + b + c);
}

const struct kernel kernels[] = {
    {"nbody", nbody, 400000},           {"mandelbrot", mandelbrot, 2000},   {"spectral_norm", spectral_norm, 1500},
    {"horner", horner, 10000000},       {"conversions", conversions, 20000000}, {"single", single, 20000},
    {"matmul", matmul, 300},            {"square_roots", square_roots, 3000000}, {"multiply_add", multiply_add, 8000000},
    {NULL, NULL, 0},
};
